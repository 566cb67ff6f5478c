import Testing

@Suite(.timeLimit(.minutes(2))) struct DoctorCommandTests {
    @Test func `a fresh machine is well`() async throws {
        let program = try CommandLineProgram()
        let result = try await program.run("doctor")
        let data = program.data
        #expect(
            result.output.replacing(/[0-9]+ entries/, with: "N entries")
                .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}/, with: "DATE") == """
                    ✓ data            \(data)/sample  (the sample; `tutti init` makes it yours)
                    ✓ configuration   none, the defaults are used  (\(data)/config.json)
                    ✓ memory          N entries
                    ✓ notes           \(data)/sample/notes
                    ✓ rules           those that are built in  (\(data)/selection.rules)
                    ✓ prices          those that ship, of DATE  (\(data)/prices.json)
                    ✓ prompts         those that are built in  (\(data)/sample/prompts)
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
        #expect(result.error == "tutti: 2 of 9 checks failed\n")
        #expect(result.code == 1)
    }

    @Test func `the files that a person may edit are checked, each in one line`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init")
        let prices = #"{"date": "2026-12-24", "models": {"a:b": {"input": 1, "output": 2}}}"#
        _ = try program.write(prices, to: "data/prices.json")
        let good = try await program.run("doctor")
        #expect(good.output.contains("✓ rules           \(program.data)/selection.rules\n"))
        #expect(good.output.contains("✓ prices          \(program.data)/prices.json, of 2026-12-24\n"))
        #expect(good.output.contains("✓ prompts         \(program.data)/prompts\n"))
        #expect(good.code == 0)

        _ = try program.write("nonsense\n", to: "data/selection.rules")
        _ = try program.write("{", to: "data/prices.json")
        _ = try program.write(" \n", to: "data/prompts/answer.md")
        _ = try program.write(" \n", to: "data/prompts/morning.md")
        let bad = try await program.run("doctor")
        let lines = bad.output.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("✗ rules           \(program.data)/selection.rules") } == 1)
        #expect(lines.count { $0.hasPrefix("✗ prices          \(program.data)/prices.json: line 1, column 2") } == 1)
        let prompts = lines.filter { $0.hasPrefix("✗ prompts         ") }
        #expect(prompts.count == 1 && prompts.allSatisfy { $0.contains("answer.md") && $0.contains("morning.md") })
        #expect(bad.error == "tutti: 3 of 9 checks failed\n" && bad.code == 1)
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
