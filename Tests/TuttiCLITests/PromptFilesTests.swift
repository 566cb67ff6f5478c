import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct PromptFilesTests {
    private static let files = ["answer.md", "conversation.md", "morning.md", "report.md", "session.md", "summary.md"]

    @Test func `the prompts that are written are ones that are understood`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init")
        let folder = program.data + "/prompts"
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == Self.files)
        let morning = try String(contentsOfFile: folder + "/conversation.md", encoding: .utf8)
        #expect(morning.contains("\nASK THE TEAM\n") && morning.hasSuffix("\n"))
        let result = try await program.run("chat", input: "hello\n")
        #expect(result.warnings.isEmpty && result.code == 0)
        try FileManager.default.removeItem(atPath: folder)
        let without = try await program.run("chat", input: "hello\n")
        #expect(without.warnings.isEmpty && without.output == result.output)
    }

    @Test func `a file that cannot be used is named, with what to do, and does no harm`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init")
        let folder = program.data + "/prompts"
        _ = try program.write("Ask whom you like.", to: "data/prompts/conversation.md")
        _ = try program.write(" \n", to: "data/prompts/answer.md")
        _ = try program.write(String(repeating: "x", count: 9000), to: "data/prompts/report.md")
        _ = try program.write(String(repeating: "x", count: 90_000), to: "data/prompts/session.md")
        try Data([0xFF, 0xFE, 0x41]).write(to: URL(fileURLWithPath: folder + "/summary.md"))
        try FileManager.default.removeItem(atPath: folder + "/morning.md")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/morning.md", withDestinationPath: "/dev/zero")
        let result = try await program.run("chat", input: "hello\n")
        let builtIn = "; the built-in text is used"
        #expect(
            Set(result.warnings.map { $0.replacing(folder, with: "") }) == [
                "warning: /conversation.md: it does not mention ASK THE TEAM, which it must; put it back, or delete the file"
                    + builtIn,
                "warning: /answer.md: it is empty; write what the model is to be told, or delete the file" + builtIn,
                "warning: /report.md: it has 9000 bytes, at most 7500 are read; shorten it, or delete the file"
                    + builtIn,
                "warning: /session.md: it has more than 15000 bytes; shorten it, or delete it"
                    + builtIn,
                "warning: /summary.md: it is not UTF-8; save it as such, or delete it" + builtIn,
                "warning: /morning.md: it is no file; put a text there, or delete it" + builtIn,
            ])
        #expect(result.output == "Hello! What is on your mind today?\n" && result.code == 0)
    }
}
