import Foundation
import Testing

/// What runs took is kept, and helps the next run; nothing that is wrong with it holds a run up.
@Suite(.timeLimit(.minutes(2))) struct DurationsTests {
    @Test func `what a run took is shown by plan, and plan keeps nothing`() async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        let file = try program.write(SampleWorkflow.small, to: "small.yaml")
        let before = try await program.run("plan", file)
        #expect(!before.output.contains("measured") && before.error.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: program.data + "/durations.sqlite"))
        for _ in 0..<2 { #expect(try await program.run("run", file, "--quiet").error.isEmpty) }
        let after = try await program.run("plan", file)
        let measured = after.output.components(separatedBy: "\n").filter { $0.hasPrefix("measured: ") }
        #expect(measured.count == 3)
        #expect(measured.allSatisfy { $0.hasSuffix("; 2 of 2 succeeded") })
        #expect(after.error.isEmpty && after.code == 0)
    }

    @Test func `answers of the assistant are measured too`() async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        let result = try await program.run("ask", "What is due?", "--quiet")
        #expect(!result.output.isEmpty)
        #expect(FileManager.default.fileExists(atPath: program.data + "/durations.sqlite"))
    }

    @Test func `a file that is no database is a warning, and the run goes on without`() async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        let text = String(repeating: "my thesis, the only copy\n", count: 500)
        let path = program.data + "/durations.sqlite"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let result = try await program.run("run", try program.write(SampleWorkflow.small, to: "small.yaml"), "--quiet")
        #expect(result.output == "alpha beta \n")
        #expect(result.code == 0)
        #expect(result.error.contains("what earlier runs took is not known"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
}
