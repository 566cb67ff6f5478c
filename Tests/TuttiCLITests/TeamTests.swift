import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct TeamTests {
    private static let team = """
        agents:
          weather: { kind: simulated, duration: 10ms, output: "rain for '{{input}}'", description: The weather. }
          cook: { kind: command, run: [printf, "%s", "soup"], description: What there is to eat. }
        """

    /// A program whose configuration names a team file beside it, with these other members.
    private static func program(_ team: String, _ members: String = "") throws -> CommandLineProgram {
        let program = try CommandLineProgram()
        try program.configure(#"{"team": "team.yaml"\#(members)}"#)
        _ = try program.write(team, to: "data/team.yaml")
        return program
    }

    @Test func `the agents of a team join the built-in ones`() async throws {
        let report = try await Self.program(Self.team).run("ask", "What now?", "--json").json()
        #expect(
            report["agents"]?.array?.map { $0["name"] } == [
                "memory", "mcp", "personal", "weather", "cook", "answer",
            ])
        let outputs = report["agents"]?.array?.compactMap { $0["output"]?.string } ?? []
        #expect(outputs.contains("rain for 'What now?'") && outputs.contains("soup"))
        #expect(report["warnings"] == [])
    }

    @Test func `a team can stand alone, with agents of any kind`() async throws {
        let team = """
            agents:
              memory: { kind: memory, query: "{{input}}", description: What was. }
              notes: { kind: documents, path: notes, query: "{{input}}", description: Notes. }
              slow:
                kind: simulated
                duration: 10s
                timeout: 50ms
                fallback: { output: instead }
                description: Takes its time.
            """
        let program = try Self.program(team, #", "builtInAgents": false"#)
        _ = try await program.run("memory", "add", "My goal is to learn the cello")
        let report = try await program.run("ask", "What is my goal?", "--json").json()
        #expect(report["agents"]?.array?.map { $0["name"] } == ["memory", "notes", "slow", "answer"])
        let outputs = report["agents"]?.array?.compactMap { $0["output"]?.string } ?? []
        #expect(outputs.contains { $0.contains("cello") } && outputs.contains("instead"))
    }

    static let mistakes: [(team: String, members: String, message: String)] = [
        (
            "agents:\n  a: { kind: simulated, duration: 1ms, description: A }\n  "
                + "b: { kind: simulated, duration: 1ms, description: B, needs: [a] }", "",
            "agent 'b' has 'needs', but in a team the strategist decides who is asked after whom: remove it"
        ),
        (
            "agents:\n  a: { kind: simulated, duration: 1ms, description: A, final: true }", "",
            "agent 'a' has 'final'"
        ),
        ("agents:\n  a: { kind: simulated, duration: 1ms }", "", "agent 'a' has no 'description'"),
        (
            "agents:\n  memory: { kind: simulated, duration: 1ms, description: A }", "",
            "'memory' is registered already: give one of the two another name"
        ),
        (
            "agents:\n  answer: { kind: simulated, duration: 1ms, description: A }", #", "builtInAgents": false"#,
            "'answer' is the name of the agent that composes the answer"
        ),
        ("agents: 7", "", "team.yaml:1"), ("agents:\n  a: { kind: llm, prompt: x, description: A }", "", "no model"),
    ]

    @Test(arguments: mistakes.indices) func `a team that cannot be asked is told of`(_ index: Int) async throws {
        let sample = Self.mistakes[index]
        let result = try await Self.program(sample.team, sample.members).run("ask", "hello tasks")
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.contains("team.yaml") && result.error.contains(sample.message), "\(result.error)")
    }

    @Test func `a team file that is not there is told of, and the doctor finds it`() async throws {
        let program = try CommandLineProgram()
        try program.configure(#"{"team": "nowhere.yaml"}"#)
        let result = try await program.run("ask", "hello tasks")
        #expect(result.code == 2 && result.error.contains("\(program.data)/nowhere.yaml"), "\(result.error)")
        let doctor = try await program.run("doctor")
        #expect(doctor.code == 1 && doctor.output.contains("✗ team"), "\(doctor.output)")
    }

    @Test func `what has no effect in a team is warned of`() async throws {
        let result = try await Self.program("deadline: 1s\nmaxParallel: 2\n" + Self.team).run("ask", "What now?")
        #expect(result.code == 0)
        #expect(result.warnings.filter { $0.contains("has no effect: the agents are a team here") }.count == 2)
    }
}
