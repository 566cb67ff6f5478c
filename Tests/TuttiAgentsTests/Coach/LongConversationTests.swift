import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

/// Forty turns and more, with models that sum up, that do not, and without one.
@Suite struct LongConversationTests {
    private static let fact = "My sister Mara moves to Lisbon on 12 May"

    private func coach(
        _ simulation: Simulation, _ model: (any LanguageModel)?, _ configuration: Coach.Configuration = .init()
    ) throws -> Coach {
        Coach(
            orchestrator: simulation.orchestrator(try Fixture.directory()), model: model, configuration: configuration)
    }

    /// Sums up by repeating the sentences of the request that name somebody; replies with those of the conversation.
    private func model(
        _ simulation: Simulation, summaryAfter delay: Duration = .seconds(2), isSummaryAnswered: Bool = true
    ) -> RespondingModel {
        RespondingModel(time: simulation.clock) { request in
            let material = request.material
            guard request.purpose == .summary else {
                let known = Spoken.sentences(of: material["conversation"]?.string, naming: ["Mara"])
                return [.wait(.milliseconds(300))] + .reply(known.last ?? "Nobody was named.")
            }
            guard isSummaryAnswered else { return [.fail(ModelError(.overloaded, "Overloaded."))] }
            let told = [material["summary"], material["turns"]].compactMap { $0?.string }
            let known = Spoken.sentences(of: told.joined(separator: "\n"), naming: ["Mara"])
            return [.wait(delay)] + .reply("Summed up: " + known.joined(separator: ". "))
        }
    }

    /// Tells the fact in the second turn, and asks for it in the fortieth.
    private func talk(_ simulation: Simulation, _ coach: Coach, pause: Duration = .seconds(5)) async throws
        -> CoachReply
    {
        _ = try await coach.reply(to: "hello", within: .seconds(3))
        _ = try await coach.reply(to: Self.fact, within: .seconds(3))
        for number in 3..<40 {
            try await simulation.clock.sleep(for: pause)
            _ = try await coach.reply(to: Spoken.filler(number), within: .seconds(3))
        }
        try await simulation.clock.sleep(for: pause)
        return try await coach.reply(to: "who moves, and where to", within: .seconds(3))
    }

    @Test func `the fortieth turn knows the second one from the summary, within the budget`() throws {
        try simulate { simulation in
            let model = self.model(simulation)
            let coach = try self.coach(simulation, model)
            let reply = try await self.talk(simulation, coach)
            #expect(reply.text.contains(Self.fact))
            let conversation = await coach.conversation
            // The model's own summary has it, which it can only have from the request.
            #expect(conversation.summary.contains(Self.fact))
            #expect(conversation.summary.hasPrefix("Summed up: "))
            #expect(conversation.summarizedTurns >= 20)
            let material = model.requests.last?.material["conversation"]?.string ?? ""
            #expect(material.contains("What was said before, summed up:\nSummed up: "))
            #expect(!material.contains("Person: hello"))
            #expect(model.requests.allSatisfy { $0.estimatedTokens <= 4000 })
            // Every token is told once: by the replies, and for the session.
            #expect(await coach.usage.outputTokens > 0)
        }
    }

    @Test func `without a model the facts stand in, and are what is shown`() throws {
        try simulate { simulation in
            let coach = try self.coach(simulation, nil)
            _ = try await self.talk(simulation, coach)
            let conversation = await coach.conversation
            #expect(conversation.summary.isEmpty)
            #expect(conversation.background.contains("- \(Self.fact)\n"))
            #expect(!conversation.background.contains("Person: \(Self.fact)"))
            #expect(conversation.background.jsonLength <= 8000)
        }
    }

    @Test(
        arguments: [
            [.fail(ModelError(.overloaded, "Overloaded."))], [.hang(ignoringCancellation: true)],
            .reply(" \n"), .reply("<think>Mara?</think>"), [.wait(.seconds(3600))] + .reply("Late."),
        ] as [[ScriptedModel.Step]])
    func `a summary that fails, is late or empty loses nothing`(_ summary: [ScriptedModel.Step]) throws {
        try simulate { simulation in
            let model = RespondingModel(time: simulation.clock) { request in
                request.purpose == .summary ? summary : .reply("I see.")
            }
            let coach = try self.coach(simulation, model)
            _ = try await self.talk(simulation, coach)
            let conversation = await coach.conversation
            #expect(conversation.summary.isEmpty)
            let material = model.requests.last?.material["conversation"]?.string ?? ""
            #expect(material.contains("- \(Self.fact)\n"))
            #expect(!material.contains("Person: \(Self.fact)"))
            let attempts = model.requests.count { $0.purpose == .summary }
            #expect((2...8).contains(attempts))
        }
    }

    @Test func `a reply never waits longer for a summary than its share`() throws {
        try simulate { simulation in
            let model = self.model(simulation, summaryAfter: .seconds(15))
            let coach = try self.coach(simulation, model)
            var slowest = Duration.zero
            for number in 1...60 {
                let start = simulation.clock.now
                _ = try await coach.reply(to: Spoken.filler(number), within: .seconds(2))
                slowest = max(slowest, simulation.clock.now - start)
            }
            // 300 ms of the reply itself, and a tenth of the deadline.
            #expect(slowest == .milliseconds(500))
            #expect(model.requests.contains { $0.purpose == .summary })
        }
    }

    @Test func `a summary that is ready is not waited for, and one that is nearly ready is`() throws {
        try simulate { simulation in
            for (delay, wait) in [(Duration.seconds(4), Duration.zero), (.milliseconds(5100), .milliseconds(100))] {
                let coach = try self.coach(simulation, self.model(simulation, summaryAfter: delay))
                var number = 0
                while await coach.conversation.turnsToFold.isEmpty {
                    number += 1
                    _ = try await coach.reply(to: Spoken.filler(number))
                }
                try await simulation.clock.sleep(for: .seconds(5))
                let start = simulation.clock.now
                _ = try await coach.reply(to: "so it is")
                #expect(simulation.clock.now - start == wait + .milliseconds(300))
                #expect(await coach.conversation.summarizedTurns > 0)
            }
        }
    }

    @Test func `the tokens of a summary are told with the next reply, and a failure is a warning`() throws {
        try simulate { simulation in
            for isAnswered in [true, false] {
                let model = self.model(simulation, isSummaryAnswered: isAnswered)
                let coach = try self.coach(simulation, model)
                var total = Usage()
                var number = 0
                while await coach.conversation.turnsToFold.isEmpty {
                    number += 1
                    total += try await coach.reply(to: Spoken.filler(number)).usage
                }
                try await simulation.clock.sleep(for: .seconds(5))
                let reply = try await coach.reply(to: "so it is")
                total += reply.usage
                #expect(await coach.usage == total)
                let asked = model.requests.reduce(0) { $0 + $1.estimatedTokens }
                #expect(isAnswered ? total.inputTokens == asked : total.inputTokens > 0)
                #expect(reply.warnings.isEmpty == isAnswered)
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever is said, no request exceeds the budget`(_ seed: UInt64) throws {
        try simulate(seed: seed) { simulation in
            let draws = Lock(SeededRandomNumberGenerator(seed: seed))
            func draw(_ range: Range<Int>) -> Int { draws.withLock { Int.random(in: range, using: &$0) } }
            let model = RespondingModel(time: simulation.clock) { request in
                guard request.purpose == .summary else { return .reply("Mara \u{1} \"said\" so.") }
                switch draws.withLock({ Int.random(in: 0..<4, using: &$0) }) {
                case 0: return [.hang(ignoringCancellation: true)]
                case 1: return [.fail(ModelError(.overloaded, "Overloaded."))]
                case 2: return .reply(String(repeating: "\u{1}Mara moved on 12 May. ", count: 900))
                default: return [.wait(.seconds(1))] + .reply("Mara moved.")
                }
            }
            var configuration = Coach.Configuration()
            configuration.limits.maximumContextTokens = [400, 1500, 4000][Int(seed) - 1]
            let coach = try self.coach(simulation, model, configuration)
            for number in 1...200 {
                let length = draw(0..<50) == 0 ? 20_000 : draw(1..<30)
                let word = ["Mara decided ", "on 4 May\n", "\u{1}", "\"so\" ", "語"][draw(0..<5)]
                _ = try await coach.reply(to: "\(number) " + String(repeating: word, count: length))
                try await simulation.clock.sleep(for: .milliseconds(draw(0..<3000)))
            }
            let most = model.requests.map(\.estimatedTokens).max() ?? 0
            #expect(most <= configuration.limits.maximumContextTokens)
            #expect(most > configuration.limits.maximumContextTokens / 2)
            let summaries = model.requests.filter { $0.purpose == .summary }
            #expect(!summaries.isEmpty)
            guard seed > 1 else { return }
            // What a summary is to tell of is shown to its end.
            #expect(summaries.allSatisfy { $0.material["turns"]?.string?.hasSuffix("\"said\" so.") == true })
        }
    }
}
