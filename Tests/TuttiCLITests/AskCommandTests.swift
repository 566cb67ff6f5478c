import Foundation
import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct AskCommandTests {
    private static let question = "I'm feeling overwhelmed with my tasks"

    @Test func `a fresh machine answers with cited quotations and a timeline`() async throws {
        let result = try await CommandLineProgram().run("ask", Self.question)
        let lines = result.output.masked.components(separatedBy: "\n")
        #expect(lines.first == "You wrote: “\(Self.question).” That sounds like a lot at once.")
        #expect(
            lines.filter { $0.first?.isLetter == true }.dropFirst() == [
                "What your tasks say", "What helped before", "What you hold on to", "One way to start", "Sources",
                "These are quotes from your own notes and lists, put together without a language model.",
            ])
        // Every number that is cited has a source, and every source is cited.
        let parts = result.output.components(separatedBy: "\nSources\n")
        try #require(parts.count == 2)
        let cited = Set(parts[0].matches(of: /\[([0-9]+)\]/).map { String($0.output.1) })
        let sources = parts[1].matches(of: /\[([0-9]+)\] \S+/).map { String($0.output.1) }
        #expect(cited == Set(sources) && sources.count >= 5)
        #expect(parts[1].contains(/notes\/values\.md:[0-9]+/))

        let messages = result.messages
        #expect(
            messages.first == "Asking a sample life, because nothing is yours yet: `tutti init` changes that.")
        let end = try #require(messages.firstIndex(of: ""))
        #expect(
            messages[1..<end].sorted() == [
                "answer  done, T", "answer  started", "mcp  done, T", "mcp  started", "memory  done, T",
                "memory  started", "personal  done, T", "personal  started",
            ])
        #expect(
            messages[end...] == [
                "", "memory    ││ T", "mcp       ││ T", "personal  ││ T", "answer    ││ T", "complete in T of T",
            ])
        #expect(result.code == 0)
    }

    @Test func `the sample stays beside what will be the person's own`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("ask", Self.question)
        for file in ["tutti.sqlite", "tasks.sqlite", "notes/values.md"] {
            #expect(try program.permissions(of: program.data + "/sample/" + file) == 0o600)
        }
        #expect(throws: (any Error).self) { try program.permissions(of: program.data + "/tutti.sqlite") }
    }

    @Test func `quiet prints the answer alone`() async throws {
        let result = try await CommandLineProgram().run("ask", "-q", Self.question)
        #expect(result.output.hasPrefix("You wrote:"))
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `the report has the strategy, the answer and the agents`() async throws {
        let result = try await CommandLineProgram().run("ask", Self.question, "--json")
        let report = try result.json()
        #expect(report["status"] == "complete" && report["question"] == .string(Self.question))
        #expect(report["strategyFallback"] == false)
        #expect(report["strategy"]?["agents"]?.array?.map { $0["name"] } == ["memory", "mcp", "personal"])
        #expect(report["agents"]?.array?.map { $0["name"] } == ["memory", "mcp", "personal", "answer"])
        #expect(report["agents"]?.array?.allSatisfy { $0["status"] == "succeeded" } == true)
        #expect(report["output"]?.string?.contains("Sources") == true)
        #expect(report["warnings"] == [])
        #expect(report["deadlineMs"] == 30_000.0)
        let citations = try #require(report["citations"]?.array)
        #expect(citations.count >= 5 && citations.allSatisfy { $0["source"]?.string?.isEmpty == false })
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `events come in order and end with the run`() async throws {
        let result = try await CommandLineProgram().run("ask", Self.question, "--events")
        let events = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(events.compactMap { $0["seq"]?.integer } == Array(1...max(events.count, 1)))
        #expect(events.first?["event"] == "runStarted" && events.last?["event"] == "runFinished")
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `each chunk that a voice can speak is a line, and the last line says how it ended`() async throws {
        let result = try await CommandLineProgram().run("ask", Self.question, "--speak-chunks")
        let lines = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        let chunks = lines.dropLast()
        #expect(chunks.compactMap { $0["chunk"]?.integer } == Array(1...max(chunks.count, 1)))
        #expect(chunks.first?["speak"] == "You wrote:")
        #expect(chunks.allSatisfy { $0.object?.keys == ["chunk", "t", "text", "speak"] })
        #expect(chunks.allSatisfy { $0["speak"]?.string?.contains(/\[[0-9]/) == false })
        #expect(!chunks.contains { $0["text"]?.string?.contains("Sources") == true })
        #expect(lines.last?.object?.keys == ["done", "status", "t"])
        #expect(lines.last?["done"] == true && lines.last?["status"] == "complete")
        let times = lines.compactMap { $0["t"]?.integer }
        #expect(times.count == lines.count && times == times.sorted())
        #expect(result.code == 0)
    }

    @Test func `speech and another form of the output are a mistake`() async throws {
        let result = try await CommandLineProgram().run("ask", Self.question, "--speak-chunks", "--json")
        #expect(result.code == 2 && result.output.isEmpty)
    }

    @Test func `words that are not quoted for the shell are one question`() async throws {
        let result = try await CommandLineProgram().run("ask", "what", "are", "my", "goals", "--json")
        #expect(try result.json()["question"] == "what are my goals")
    }
}
