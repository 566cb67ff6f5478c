import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct PlanCommandTests {
    private static let workflow = """
        name: day
        agents:
          memory: { kind: simulated, duration: 500ms, output: "x" }
          mcp: { kind: simulated, duration: 300ms, output: "y" }
          personal: { kind: simulated, duration: 400ms, output: "z" }
          reporter: { kind: simulated, final: true, needs: [memory, mcp], wants: [personal], duration: 600ms, output: "r" }
          coach: { kind: simulated, final: true, needs: [reporter], duration: 400ms, output: "c" }
        """

    private func plan(_ arguments: String...) async throws -> String {
        let program = try CommandLineProgram()
        let file = try program.write(Self.workflow, to: "day.yaml")
        let result = try await program.shell(#""$TUTTI" plan "$@""#, [file] + arguments)
        #expect(result.code == 0 && result.error.isEmpty)
        return result.output
    }

    @Test func `as text`() async throws {
        #expect(
            try await self.plan() == """
                day: 5 agents, 3 phases
                  1  memory (500 ms)
                     mcp (300 ms)
                     personal (400 ms)
                  2  reporter (600 ms) [final]  ← needs memory, mcp; wants personal
                  3  coach (400 ms) [final]  ← needs reporter
                critical path: memory → reporter → coach (1.5 s)

                """)
    }

    @Test func `as a Mermaid flowchart`() async throws {
        #expect(
            try await self.plan("--format", "mermaid") == """
                flowchart LR
                    n0["memory"]
                    n1["mcp"]
                    n2["personal"]
                    n3(["reporter"])
                    n4(["coach"])
                    n0 --> n3
                    n1 --> n3
                    n2 -.-> n3
                    n3 --> n4

                """)
    }

    @Test func `as a DOT graph`() async throws {
        #expect(
            try await self.plan("--format", "dot") == """
                digraph "day" {
                    rankdir=LR; node [shape=box];
                    n0 [label="memory"];
                    n1 [label="mcp"];
                    n2 [label="personal"];
                    n3 [label="reporter", shape=oval];
                    n4 [label="coach", shape=oval];
                    n0 -> n3;
                    n1 -> n3;
                    n2 -> n3 [style=dashed];
                    n3 -> n4;
                }

                """)
    }

    @Test func `as JSON, by either flag`() async throws {
        let text = try await self.plan("--format", "json")
        let json = try JSONValue(parsing: text)
        #expect(
            json.object?.keys.map(\.self)
                == ["workflow", "phases", "criticalPath", "expectedMs", "costUSD", "agents", "warnings"])
        #expect(json["workflow"] == "day")
        #expect(json["phases"] == [["memory", "mcp", "personal"], ["reporter"], ["coach"]])
        #expect(json["criticalPath"] == ["memory", "reporter", "coach"])
        #expect(json["expectedMs"] == 1500.0)
        #expect(
            json["agents"]?.array?[3] == [
                "name": "reporter", "needs": ["memory", "mcp"], "wants": ["personal"], "quorum": nil, "final": true,
                "expectedMs": 600.0,
            ])
        #expect(try await self.plan("--json") == text)
    }

    @Test func `an unknown format is bad usage`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(Self.workflow, to: "day.yaml")
        let result = try await program.run("plan", file, "--format", "png")
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.contains("'png'"))
    }
}
