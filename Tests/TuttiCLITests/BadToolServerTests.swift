import Testing

/// Tool servers that are wrong: the answer comes without them, within the deadline, and says who was missing.
@Suite(.serialized, .timeLimit(.minutes(2))) struct BadToolServerTests {
    private static let number = "\(Int.random(in: 100_000...999_999))"
    private static let question = "What is my goal with my tasks?"

    private func ask(
        _ server: String, command: String, _ argument: String, deadline: String = "20s"
    ) async throws -> CommandLineProgram.Result {
        let program = try CommandLineProgram()
        try program.configure(
            #"{"mcpServers": {"\#(server)": {"command": "\#(command)", "args": ["\#(argument)"]}}}"#)
        _ = try await program.run("memory", "add", "My goal is to learn the cello")
        return try await program.run("ask", Self.question, "--deadline", deadline)
    }

    @Test(arguments: [
        ("ghost", "/nonexistent/server", ""), ("unfound", "no-such-program-anywhere", ""), ("folder", "/tmp", ""),
        ("quitter", "false", ""), ("chatter", "yes", "garbage\(number)"),
        ("binary", "cat", "/dev/urandom"),
    ])
    func `the answer comes without it and names it`(server: String, command: String, argument: String) async throws {
        let result = try await self.ask(server, command: command, argument)
        #expect(result.code == 3)
        #expect(result.output.contains("cello"), "the rest is not lost")
        #expect(result.output.contains("Missing from this answer: mcp (failed)"))
        #expect(result.warnings.contains { $0.contains(#"MCP server "\#(server)""#) }, "\(result.warnings)")
        #expect(result.messages.contains("partial in T of T"))
        if argument.contains(Self.number) { #expect(try await !ProcessList.stillHas("\(command) \(argument)")) }
    }

    @Test func `one that never answers takes no more than the time there is`() async throws {
        let result = try await self.ask("sleeper", command: "sleep", Self.number, deadline: "3s")
        #expect(result.code == 3)
        #expect(result.output.contains("cello"), "the rest is not lost")
        // Whether the agent still tells that its server is late, or is late itself, is up to the machine.
        #expect(result.output.contains("Missing from this answer: mcp ("))
        #expect(result.warnings.contains { $0.contains("sleeper") || $0.contains("mcp") }, "\(result.warnings)")
        #expect(try await !ProcessList.stillHas("sleep \(Self.number)"))
    }

    @Test func `a server that is there answers beside one that is not`() async throws {
        let program = try CommandLineProgram()
        try program.configure(
            """
            {"mcpServers": {
              "ghost": {"command": "/nonexistent/server"},
              "tasks": {
                "command": "\(CommandLineProgram.path)",
                "args": ["mcp", "serve-tasks", "--database", "\(program.data)/tasks.sqlite"]
              }
            }}
            """)
        _ = try await program.run("mcp", "call", "tasks", "add_task", #"{"title": "Tune the cello"}"#)
        let result = try await program.run("ask", "What are my tasks?")
        #expect(result.output.contains("Tune the cello"))
        #expect(result.warnings.contains { $0.contains(#"MCP server "ghost""#) })

        let list = try await program.run("mcp", "list")
        #expect(list.output.hasPrefix("tasks\n") && list.code == 1)
        #expect(list.warnings.count == 1 && list.warnings.first?.contains("ghost") == true)
    }

    @Test(arguments: [
        ("ghost", "/nonexistent/server", "does not exist"), ("quitter", "false", ""),
        ("chatter", "yes", "its output is not MCP"),
    ])
    func `list says what is wrong with it`(server: String, command: String, message: String) async throws {
        let program = try CommandLineProgram()
        try program.configure(#"{"mcpServers": {"\#(server)": {"command": "\#(command)"}}}"#)
        let result = try await program.run("mcp", "list")
        #expect(result.code == 1 && result.output.isEmpty)
        #expect(
            result.error.contains(#"MCP server "\#(server)": "#) && result.error.contains(message), "\(result.error)")
    }

    @Test func `a server that is slow to start is named while it is waited for`() async throws {
        let program = try CommandLineProgram()
        try program.configure(#"{"mcpServers": {"lazy": {"command": "sh", "args": ["-c", "sleep 4"]}}}"#)
        let result = try await program.run("mcp", "list")
        #expect(result.messages.first == #"Waiting for the MCP server "lazy" to start, T at most."#)
        #expect(result.code == 1)
    }
}
