import Foundation
import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct WhyCommandTests {
    @Test func `the last question is explained, and any other by the beginning of its name`() async throws {
        let program = try CommandLineProgram()
        let none = try await program.run("why")
        #expect(none.code == 1)
        #expect(none.error.contains("ask one with `tutti ask`"))
        let first = try await program.run("ask", "I am overwhelmed with my tasks", "--json")
        let run = try #require(try JSONValue(parsing: first.output)["run"]?.string)
        _ = try await program.run("ask", "hello")
        let last = try await program.run("why")
        #expect(last.output.hasPrefix("“hello”\nA question of the kind 'greeting': it has only words of greetings"))
        #expect(last.output.contains("Nobody was asked: the answer needs no agent."))
        let other = try await program.run("why", String(run.prefix(8)))
        #expect(other.output.hasPrefix("“I am overwhelmed with my tasks”\nA question of the kind 'feelings'"))
        #expect(other.output.contains("  memory: succeeded, from "))
        let json = try await program.run("why", run, "--json")
        #expect(try JSONValue(parsing: json.output)["selection"]?["kind"] == "feelings")
        let unknown = try await program.run("why", "zzz")
        #expect(unknown.code == 2)
        #expect(unknown.error.contains("there is no run 'zzz'"))
    }

    @Test func `rules that a person has written count, and wrong ones name their line`() async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        let path = program.data + "/selection.rules"
        try "list cellos: cello\nmusic: nobody if has cellos\n".write(toFile: path, atomically: true, encoding: .utf8)
        let result = try await program.run("ask", "my cello", "--json")
        #expect(try JSONValue(parsing: result.output)["selection"]?["kind"] == "music")
        try "list cellos: cello\nmusic: noone if has cellos\n".write(toFile: path, atomically: true, encoding: .utf8)
        let broken = try await program.run("ask", "my cello")
        #expect(broken.code == 2)
        #expect(broken.error.contains("\(path):2"))
    }
}
