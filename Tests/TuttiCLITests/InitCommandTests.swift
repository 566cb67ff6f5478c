import Foundation
import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct InitCommandTests {
    @Test func `everything is made for its owner alone, and made once`() async throws {
        let program = try CommandLineProgram()
        let configuration = program.data + "/config.json"
        let rest = """
            notes          \(program.data)/notes
            prompts        \(program.data)/prompts
            rules          \(program.data)/selection.rules
            memory         \(program.data)/tutti.sqlite

            Put Markdown files into the notes folder, and tell it what to remember:
              tutti memory add "Mornings are when I think best"
              tutti memory import ~/journal

            """
        let first = try await program.run("init")
        #expect(first.output == "configuration  \(configuration)\n" + rest)
        #expect(first.code == 0 && first.error.isEmpty)
        #expect(try program.permissions(of: configuration) == 0o600)
        #expect(try program.permissions(of: program.data) == 0o700)
        #expect(try program.permissions(of: program.data + "/notes") == 0o700)
        #expect(try program.permissions(of: program.data + "/prompts") == 0o700)
        #expect(try program.permissions(of: program.data + "/prompts/morning.md") == 0o600)
        #expect(try program.permissions(of: program.data + "/selection.rules") == 0o600)
        #expect(try program.permissions(of: program.data + "/tutti.sqlite") == 0o600)

        // A change of the person's own, which nothing may undo.
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        let changed = text.replacing("{\n", with: "{\n  \"deadline\": \"9s\",\n", maxReplacements: 1)
        try changed.write(toFile: configuration, atomically: true, encoding: .utf8)
        _ = try program.write("# Values\n", to: "data/notes/values.md")
        _ = try program.write("Be brief.\n", to: "data/prompts/answer.md")
        _ = try program.write("other: strategist\n", to: "data/selection.rules")
        let second = try await program.run("init")
        #expect(second.output == "configuration  \(configuration)  (was there)\n" + rest)
        #expect(second.code == 0)
        #expect(try String(contentsOfFile: configuration, encoding: .utf8) == changed)
        #expect(try String(contentsOfFile: program.data + "/notes/values.md", encoding: .utf8) == "# Values\n")
        #expect(try String(contentsOfFile: program.data + "/prompts/answer.md", encoding: .utf8) == "Be brief.\n")
        let rules = try String(contentsOfFile: program.data + "/selection.rules", encoding: .utf8)
        #expect(rules == "other: strategist\n")
    }

    @Test func `the rules that are written decide as those that are built in`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init")
        let greeting = try await program.run("ask", "--quiet", "hello")
        #expect(greeting.code == 0 && greeting.error.isEmpty)
        #expect(greeting.output == "Hello! What is on your mind today?\n")
        _ = try program.write("nonsense\n", to: "data/selection.rules")
        let broken = try await program.run("ask", "--quiet", "hello")
        #expect(broken.code == 2 && broken.error.contains("selection.rules"))
    }

    @Test func `the configuration that is written is one that is understood`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init")
        let json = try JSONValue(parsing: String(contentsOfFile: program.data + "/config.json", encoding: .utf8))
        #expect(json["notes"] == .string(program.data + "/notes"))
        #expect(json["mcpServers"]?["tasks"]?["args"]?.array?.prefix(2) == ["mcp", "serve-tasks"])
        let answer = try await program.run("ask", "What are my tasks?")
        #expect(answer.code == 0 && !answer.error.contains("sample"))
    }
}
