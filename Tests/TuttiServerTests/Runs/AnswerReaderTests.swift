import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiServer
import TuttiTesting

@Suite struct AnswerReaderTests {
    private struct HungUp: Error {}

    /// What a client received, with the time of each piece.
    private struct Received: Sendable {
        var pieces: [(time: Duration, chunk: JSONValue)] = []
        var isDone = false
        var status: RunStatus?

        var text: String {
            self.pieces.compactMap { $0.chunk["choices"]?[0]?["delta"]?["content"]?.string }.joined()
        }
        var finishReason: String? {
            self.pieces.lazy.compactMap { $0.chunk["choices"]?[0]?["finish_reason"]?.string }.first
        }
    }

    private static func stream(
        _ script: EnsembleScript = .init(), within deadline: Duration? = nil, _ bounds: AnswerBounds = .init(),
        includesUsage: Bool = false
    ) throws -> Received {
        try simulate { simulation in
            try await simulation.withHub { hub in
                let entry = try await hub.begin("Q", by: try simulation.ensemble(script), within: deadline)
                let encoder = ChatCompletionEncoder(
                    run: entry.id, model: "m", created: 1, includesUsage: includesUsage)
                var received = Received()
                try await AnswerReader(entry, of: hub, bounds).stream(encoder) { text in
                    #expect(!received.isDone)
                    for event in text.split(separator: "\n\n") {
                        #expect(event.hasPrefix("data: "))
                        guard event != "data: [DONE]" else {
                            received.isDone = true
                            continue
                        }
                        received.pieces.append((simulation.clock.now, try JSONValue(parsing: event.dropFirst(6))))
                    }
                }
                received.status = hub.entry(entry.id)?.outcome?.status
                return received
            }
        }
    }

    @Test func `the answer is sent while it grows`() throws {
        let received = try Self.stream()
        #expect(received.text == "Take a walk.")
        #expect(received.finishReason == "stop")
        #expect(received.isDone)
        #expect(received.pieces.map(\.time) == [0, 150, 250, 350, 350].map { .milliseconds($0) })
        #expect(received.pieces.first?.chunk["choices"]?[0]?["delta"]?["role"] == "assistant")
        let tutti = try #require(received.pieces.last?.chunk["tutti"])
        #expect(tutti["status"] == "complete")
        #expect(tutti["agents"]?[0]?["name"] == "memory")
        #expect(tutti["missing"] == [])
    }

    @Test func `the usage follows when it is asked for`() throws {
        let received = try Self.stream(includesUsage: true)
        #expect(received.pieces.last?.chunk["usage"]?["total_tokens"] == 0)
        #expect(received.pieces.last?.chunk["choices"] == [])
    }

    @Test func `an answer that the deadline has cut says so`() throws {
        let received = try Self.stream(EnsembleScript(interval: .seconds(1)), within: .milliseconds(2_500))
        #expect(received.text.hasPrefix("Take a "))
        #expect(received.finishReason == "length")
        #expect(received.isDone)
        #expect(received.pieces.last?.time == .milliseconds(2_500))
    }

    @Test func `what was sent of an answer that never came to be is cut, not taken back`() throws {
        let script = EnsembleScript(
            pieces: ["One ", "two ", "three ", "four ", "five"], interval: .milliseconds(250), agent: .seconds(60))
        let received = try Self.stream(script, within: .seconds(2))
        #expect(received.text == "One two ")
        #expect(received.finishReason == "length")
        #expect(received.isDone)
    }

    @Test func `no answer is an error in the stream`() throws {
        let script = EnsembleScript(interval: .seconds(60), agent: .seconds(60))
        let received = try Self.stream(script, within: .seconds(2))
        #expect(received.pieces.last?.chunk["error"]?["code"] == "deadline_exceeded")
        #expect(received.finishReason == nil)
        #expect(received.isDone)
    }

    @Test func `who is missing is named`() throws {
        let received = try Self.stream(EnsembleScript(agent: .seconds(60)), within: .seconds(2))
        #expect(received.pieces.last?.chunk["tutti"]?["missing"]?[0]?["name"] == "memory")
        #expect(received.pieces.last?.chunk["tutti"]?["status"] == "partial")
        #expect(received.isDone)
    }

    @Test func `an answer that comes to a stop ends there, and so does its run`() throws {
        let received = try Self.stream(
            EnsembleScript(pieces: ["One", " ST", "OP two", " three"]), AnswerBounds(stop: ["STOP"]))
        #expect(received.text == "One ")
        #expect(received.finishReason == "stop")
        #expect(received.pieces.last?.time == .milliseconds(350))
        #expect(received.status == .partial)
    }

    @Test func `an answer that has its tokens ends there, and so does its run`() throws {
        let script = EnsembleScript(pieces: ["One ", "two ", "three ", "four"])
        let received = try Self.stream(script, AnswerBounds(maximumTokens: 2))
        #expect(received.text == "One two ")
        #expect(received.finishReason == "length")
        #expect(received.pieces.last?.time == .milliseconds(350))
        #expect(received.status == .partial)
    }

    @Test(
        arguments: [
            (AnswerBounds(), "One two three four", .whole, 450),
            (AnswerBounds(maximumTokens: 100), "One two three four", .whole, 450),
            (AnswerBounds(maximumTokens: 2), "One two ", .length, 350),
            (AnswerBounds(stop: ["wo thr"]), "One t", .stopSequence("wo thr"), 350),
            (AnswerBounds(stop: ["four"], maximumTokens: 2), "One two ", .length, 350),
        ] as [(AnswerBounds, String, ChatOutcome.Finish, Int)])
    func `an answer that is given whole is cut as well, and its run ends early`(
        bounds: AnswerBounds, text: String, finish: ChatOutcome.Finish, end: Int
    ) throws {
        let (outcomes, time) = try simulate { simulation in
            try await simulation.withHub { hub in
                let script = EnsembleScript(pieces: ["One ", "two ", "three ", "four"])
                let entry = try await hub.begin("Q", by: try simulation.ensemble(script), within: nil)
                let reader = AnswerReader(entry, of: hub, bounds)
                #expect(reader.answerNow == nil)
                let (outcome, time) = (try await reader.whole(), simulation.clock.now)
                // Who asks again, with the key of the first request, finds the run as it has ended.
                let again = AnswerReader(try #require(hub.entry(entry.id)), of: hub, bounds)
                if let now = again.answerNow { #expect(now == outcome) }
                return ([outcome, try await again.whole()], time)
            }
        }
        for outcome in outcomes {
            #expect(outcome.answer == text)
            #expect(outcome.finish == finish)
        }
        #expect(time == .milliseconds(end))
    }

    @Test func `a whole answer that does not come is none, with the reason`() throws {
        let outcome = try simulate { simulation in
            try await simulation.withHub { hub in
                let script = EnsembleScript(interval: .seconds(60), agent: .seconds(60))
                let entry = try await hub.begin("Q", by: try simulation.ensemble(script), within: .seconds(2))
                return try await AnswerReader(entry, of: hub, AnswerBounds(maximumTokens: 5)).whole()
            }
        }
        #expect(outcome.answer == nil)
        #expect(outcome.error.code == "deadline_exceeded")
    }

    @Test func `a client that has gone is not written to again`() throws {
        let count = try simulate { simulation in
            try await simulation.withHub { hub in
                let entry = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                let encoder = ChatCompletionEncoder(run: entry.id, model: "m", created: 1)
                var count = 0
                do {
                    try await AnswerReader(entry, of: hub).stream(encoder) { _ in
                        count += 1
                        if count == 2 { throw HungUp() }
                    }
                } catch is HungUp { return count }
                return 0
            }
        }
        #expect(count == 2)
    }
}
