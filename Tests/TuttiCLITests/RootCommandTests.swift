import Testing

@Suite(.timeLimit(.minutes(2))) struct RootCommandTests {
    private static let commands = [
        "ask", "chat", "run", "plan", "simulate", "serve", "memory", "mcp", "costs", "init", "doctor",
    ]

    @Test(arguments: [["--help"], []]) func `help says what it is, what to try, and every command`(
        arguments: [String]
    ) async throws {
        let program = try CommandLineProgram()
        let result = try await program.shell(#""$TUTTI" "$@""#, arguments)
        let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Runs agents in parallel along their dependencies, and answers by the deadline."))
        #expect(words.contains(#"tutti ask "I'm feeling overwhelmed with my tasks""#))
        #expect(
            words.contains(
                """
                Exit codes: 0 complete · 1 failed · 2 bad usage, configuration or workflow · 3 partial answer · \
                4 nothing by the deadline · 130 interrupted
                """))
        let lines = result.output.split(separator: "\n")
        for command in Self.commands {
            #expect(lines.contains { $0.hasPrefix("  \(command) ") }, "\(command) is not listed")
        }
        #expect(result.error.isEmpty)
        #expect(result.code == 0)
    }

    @Test(arguments: commands) func `every command has help of its own`(command: String) async throws {
        let result = try await CommandLineProgram().run(command, "--help")
        #expect(result.output.contains("OVERVIEW: ") && result.output.contains("USAGE: tutti \(command)"))
        #expect(result.code == 0 && result.error.isEmpty)
    }

    @Test func `the version is a number and nothing else`() async throws {
        let result = try await CommandLineProgram().run("--version")
        #expect(result.output == "0.1.0\n")
        #expect(result.code == 0 && result.error.isEmpty)
    }

    @Test func `looking at help writes nothing`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("--help")
        #expect(throws: (any Error).self) { try program.permissions(of: program.data) }
    }
}
