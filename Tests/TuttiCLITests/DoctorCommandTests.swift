import Testing

@Suite(.timeLimit(.minutes(2))) struct DoctorCommandTests {
    @Test func `a fresh machine is well`() async throws {
        let program = try CommandLineProgram()
        let result = try await program.run("doctor")
        let data = program.data
        #expect(
            result.output.replacing(/[0-9]+ entries/, with: "N entries") == """
                ✓ data            \(data)/sample  (the sample; `tutti init` makes it yours)
                ✓ configuration   none, the defaults are used  (\(data)/config.json)
                ✓ memory          N entries
                ✓ notes           \(data)/sample/notes
                ✓ server tasks    4 tools
                ✓ model           none: answers are composed of quotations (TUTTI_MODEL says extractive)

                """)
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `what is wrong is named and counted`() async throws {
        let program = try CommandLineProgram()
        try program.configure(
            #"{"notes": "\#(program.home)/nowhere", "mcpServers": {"ghost": {"command": "/nonexistent/server"}}}"#)
        let result = try await program.run("doctor")
        let lines = result.output.split(separator: "\n")
        #expect(
            lines.contains {
                $0.hasPrefix("✗ notes           \(program.home)/nowhere: cannot be read")
            })
        #expect(
            lines.contains(
                #"✗ server ghost    MCP server "ghost": /nonexistent/server: does not exist; check the path"#))
        #expect(result.error == "tutti: 2 of 6 checks failed\n")
        #expect(result.code == 1)
    }

    @Test func `a folder of notes that is a file is no folder`() async throws {
        let program = try CommandLineProgram()
        let notes = try program.write("no folder", to: "notes.txt")
        try program.configure(#"{"notes": "\#(notes)"}"#)
        let result = try await program.run("doctor")
        #expect(result.output.contains("✗ notes           \(notes): is no folder; set \"notes\""))
        #expect(result.code == 1)
    }
}
