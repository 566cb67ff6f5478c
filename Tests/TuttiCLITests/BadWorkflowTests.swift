import Testing

/// Workflow files that are wrong: one message with the place, exit code 2, and nothing is run.
@Suite(.timeLimit(.minutes(2))) struct BadWorkflowTests {
    private static let cases: [(text: String, message: String)] = [
        ("agents:\n  a: [unclosed\n", ":3:1: not valid YAML or JSON: "),
        (
            "agents:\n  a: { kind: simulated, duration: 1ms, colour: red }\n",
            ":2:40: agents.a.colour: unknown key; the keys here are "
        ),
        (
            """
            agents:
              a: { kind: simulated, duration: 1ms, needs: [c] }
              b: { kind: simulated, duration: 1ms, needs: [a] }
              c: { kind: simulated, duration: 1ms, needs: [b] }
            """, "the dependencies go round: a → c → b → a; remove one of them"
        ),
        (
            "agents:\n  a: { kind: simulated, duration: 1ms, needs: [ghost] }\n",
            ":2:48: agents.a.needs[0]: there is no agent 'ghost'; the agents are a"
        ),
        ("agents:\n  a: { kind: wizard }\n", ":2:14: agents.a.kind: unknown kind 'wizard'; the kinds are simulated"),
        (
            "agents:\n  a: { kind: simulated, duration: -5ms }\n",
            ":2:35: agents.a.duration: a time must not be negative: '-5ms'"
        ),
        ("", ": "), ("[]", ": "), ("agents: {}", ": "),
        ("agents:\n  a: &x { kind: simulated, duration: 1ms }\n", ":2:"),
    ]

    @Test(arguments: Array(cases.indices)) func `a wrong file is told of with its place`(index: Int) async throws {
        let (text, message) = Self.cases[index]
        let program = try CommandLineProgram()
        _ = try program.write(text, to: "wrong.yaml")
        for command in ["run", "plan", "simulate"] {
            let result = try await program.run(command, "wrong.yaml")
            #expect(result.code == 2 && result.output.isEmpty)
            #expect(result.error.hasPrefix("tutti: wrong.yaml:") && result.error.contains(message), "\(result.error)")
            #expect(result.error.count { $0 == "\n" } == 1, "one message: \(result.error)")
        }
    }

    @Test(arguments: ["run", "plan", "simulate"]) func `a missing file and a folder are named`(command: String)
        async throws
    {
        let program = try CommandLineProgram()
        let missing = try await program.run(command, "nowhere.yaml")
        #expect(missing.code == 2 && missing.error == "tutti: nowhere.yaml: there is no such file\n")
        let folder = try await program.run(command, program.home)
        #expect(folder.code == 2 && folder.error.hasPrefix("tutti: \(program.home): "))
    }

    @Test func `every mistake of a file is told of at once`() async throws {
        let program = try CommandLineProgram()
        _ = try program.write(
            "agents:\n  a: { kind: wizard }\n  b: { kind: simulated, duration: 1ms, needs: [ghost] }\n",
            to: "wrong.yaml")
        let result = try await program.run("run", "wrong.yaml")
        #expect(result.error.contains("'wizard'") && result.error.contains("'ghost'"))
    }

    @Test func `an agent whose folder is a file fails, and the rest goes on`() async throws {
        let program = try CommandLineProgram()
        let notes = try program.write("no folder", to: "notes.txt")
        let file = try program.write(
            """
            agents:
              notes: { kind: documents, path: \(notes) }
              other: { kind: simulated, duration: 1ms, output: "still here" }
            """, to: "workflow.yaml")
        let result = try await program.run("run", file, "my goals")
        #expect(result.code == 3 && result.output.contains("still here"))
        #expect(result.warnings.count == 1 && result.warnings.first?.contains(notes) == true)
    }
}
