import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct LimitedModelTests {
    private static let question = ModelRequest([.user("four")], maximumTokens: 95)

    /// A model within limits of 600 tokens a minute; the question reserves 100 of them.
    private static func limited(
        _ simulation: Simulation, _ replies: [[ScriptedModel.Step]], tpm: Int? = 600, concurrency: Int = 8
    ) -> (LimitedModel, Provider, ScriptedModel) {
        let scripted = ScriptedModel(replies, time: simulation.clock, repeatsLast: true)
        let provider = Provider(
            "stub", .init(maximumConcurrency: concurrency, tokensPerMinute: tpm), time: simulation.clock)
        return (LimitedModel(scripted, provider: provider), provider, scripted)
    }

    @Test(arguments: ConformanceSuite.languageModel.checks)
    func `it is a language model`(_ check: ConformanceCheck<any LanguageModel>) async throws {
        try await check.verify {
            let scripted = ScriptedModel([.reply("Hello")], time: SystemTime.shared, repeatsLast: true)
            return LimitedModel(scripted, provider: Provider("stub"))
        }
    }

    @Test func `what was reserved and not used is given back`() throws {
        try simulate { simulation in
            let usage = TokenUsage(inputTokens: 5, outputTokens: 15)
            let reply: [ScriptedModel.Step] = [.text("so"), .usage(usage), .finish(.stop)]
            let (model, provider, _) = Self.limited(simulation, [reply])
            // 30 times 20 tokens are 600; each call reserves 100.
            for _ in 0..<26 { _ = try await model.complete(Self.question) }
            #expect(simulation.clock.now == .zero)
            _ = try await model.complete(Self.question)
            #expect(simulation.clock.now == .seconds(2))
            #expect(provider.isAtRest)
        }
    }

    @Test func `an answer of any length may be asked for`() throws {
        try simulate { simulation in
            let (model, provider, scripted) = Self.limited(simulation, [.reply("Hello")], tpm: nil)
            let request = ModelRequest([.user("four")], maximumTokens: .max)
            let response = try await model.complete(request)
            #expect(response.text == "Hello")
            #expect(scripted.requests.count == 1 && provider.isAtRest)
        }
    }

    @Test func `the permit is held until the answer has ended, or is not read any more`() throws {
        try simulate { simulation in
            let (model, provider, _) = Self.limited(simulation, [.reply("Hello")], tpm: nil)
            do {
                var reader = model.stream(Self.question).makeAsyncIterator()
                #expect(provider.load.inFlight == 0)
                _ = try await reader.next()
                #expect(provider.load.inFlight == 1)
            }
            #expect(provider.load.inFlight == 0)
            var reader = model.stream(Self.question).makeAsyncIterator()
            while let event = try await reader.next() {
                if case .finished = event { #expect(provider.load.inFlight == 0) }
            }
            #expect(provider.isAtRest)
        }
    }

    @Test func `a 429 closes the gate, and a call that cannot outlast it is refused without asking`() throws {
        try simulate { simulation in
            let busy = ModelError(.rateLimited, "busy", retryAfter: .seconds(30))
            let (model, provider, scripted) = Self.limited(simulation, [[.fail(busy)], .reply("Hello")], tpm: nil)
            await #expect(throws: busy) { try await model.complete(Self.question) }
            var hasty = Self.question
            hasty.timeout = .seconds(10)
            let refusal = await #expect(throws: ModelError.self) { try await model.complete(hasty) }
            #expect(refusal?.code == .rateLimited)
            #expect(refusal?.retryAfter == .seconds(30))
            #expect(refusal?.isRetryable == true)
            #expect(refusal?.partial == nil)
            #expect(scripted.requests.count == 1)
            var patient = Self.question
            patient.timeout = .seconds(40)
            _ = try await model.complete(patient)
            #expect(simulation.clock.now == .seconds(30))
            // What was waited is not there any more.
            #expect(scripted.requests.last?.timeout == .seconds(10))
            #expect(provider.isAtRest)
        }
    }

    @Test(arguments: [
        (ModelError.Code.overloaded, 7), (.rateLimited, 7), (.timedOut, 7), (.serverError, 8), (.connectionFailed, 8),
        (.truncated, 8), (.invalidRequest, 8), (.quotaExceeded, 8), (.cancelled, 8),
    ])
    func `the class of an error says whether fewer calls at once are made`(
        _ code: ModelError.Code, _ places: Int
    ) throws {
        try simulate { simulation in
            let (model, provider, _) = Self.limited(simulation, [[.fail(ModelError(code, "no"))], .reply("Hi")])
            _ = try? await model.complete(Self.question)
            let permits = try await withThrowingTaskGroup(of: Permit.self) { group in
                for _ in 0..<places { group.addTask { try await provider.permit(run: RunID("a")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let isFull = await #expect(throws: AdmissionRefusal.self) {
                _ = try await provider.permit(run: RunID("a"), within: .seconds(5))
            }
            #expect(isFull != nil)
            #expect(permits.count == places)
        }
    }

    @Test func `an agent's wait is told to its run, and runs are served in turn`() throws {
        try simulate { simulation in
            let reply: [ScriptedModel.Step] = [.wait(.seconds(2)), .text("Hi"), .finish(.stop)]
            let (model, provider, _) = Self.limited(simulation, [reply], tpm: nil, concurrency: 1)
            let recorder = EventRecorder()
            var graph = AgentGraph()
            for name in ["a", "b", "c"] { graph.add(name, LLMAgent(model: model)) }
            let report = try await simulation.run(graph, "Hello", recorder: recorder)
            #expect(report.status == .complete)
            let waits = recorder.events.compactMap { event in
                if case .limitWaited(let agent, let waited) = event.kind { "\(agent) \(waited.shortText)" } else { nil }
            }
            #expect(waits == ["b 2 s", "c 4 s"])
            #expect(provider.isAtRest)
        }
    }
}
