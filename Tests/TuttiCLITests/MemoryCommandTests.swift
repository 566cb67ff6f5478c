import Foundation
import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct MemoryCommandTests {
    @Test func `what is added is found, as text and as JSON`() async throws {
        let program = try CommandLineProgram()
        let added = try await program.run("memory", "add", "Mornings are when I think best", "--tag", "focus")
        #expect(added.output.masked == "Remembered as note DATE.\n")
        #expect(added.code == 0 && added.error.isEmpty)
        let found = try await program.run("memory", "search", "when do I think?")
        #expect(found.output.masked == "note DATE\n  Mornings are when I think best\n")
        let byTag = try await program.run("memory", "search", "focus", "--json")
        let passages = try #require(try byTag.json().array)
        #expect(passages.map { $0["text"] } == ["Mornings are when I think best"])
        #expect(passages.first?.object?.keys.map(\.self) == ["source", "kind", "text", "score"])
        #expect(passages.first?["kind"] == "note")
        #expect(try program.permissions(of: program.data + "/tutti.sqlite") == 0o600)
    }

    @Test func `nothing found is said, and is an empty list`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("memory", "add", "Tea helps", "-q")
        let text = try await program.run("memory", "search", "submarine")
        #expect(text.output == "Nothing found.\n" && text.code == 0)
        #expect(try await program.run("memory", "search", "submarine", "--json").json() == [])
    }

    @Test func `a folder is imported once, and its dates make a journal of it`() async throws {
        let program = try CommandLineProgram()
        let folder = program.home + "/texts"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try program.write("Slept well, wrote code.", to: "texts/2026-11-03.md")
        _ = try program.write("Tea helps.", to: "texts/tea.txt")
        _ = try program.write("not a text to import", to: "texts/picture.png")
        for _ in 1...2 {
            let result = try await program.run("memory", "import", "texts")
            #expect(result.output == "Imported 2 entries.\n" && result.error.isEmpty && result.code == 0)
        }
        let journal = try await program.run("memory", "search", "slept")
        #expect(journal.output == "journal 2026-11-03\n  Slept well, wrote code.\n")
        let note = try await program.run("memory", "search", "tea")
        #expect(note.output == "tea.txt\n  Tea helps.\n")
    }

    @Test func `what cannot be imported is named`() async throws {
        let program = try CommandLineProgram()
        let missing = try await program.run("memory", "import", "nowhere")
        #expect(missing.code == 2 && missing.output.isEmpty)
        #expect(missing.error == "tutti: \(program.home)/nowhere: there is no such file or folder\n")
        let empty = try program.write("", to: "empty.md")
        let result = try await program.run("memory", "import", empty)
        #expect(result.code == 1 && result.error == "tutti: \(empty): empty, or not text in UTF-8\n")
    }

    @Test(arguments: ["what's my goal?", "C++", "title : secret", "\"", "*", "a OR b NEAR(c)", "-x", "%_"])
    func `a search is words, never syntax`(query: String) async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("memory", "add", "My goal is C++ without a secret")
        let result = try await program.run("memory", "search", "--", query)
        #expect(result.code == 0 && result.error.isEmpty)
    }

    @Test(arguments: ["0", "101", "x"]) func `a limit out of range is bad usage`(limit: String) async throws {
        let result = try await CommandLineProgram().run("memory", "search", "x", "--limit", limit)
        #expect(result.code == 2 && result.error.contains("limit"))
    }
}
