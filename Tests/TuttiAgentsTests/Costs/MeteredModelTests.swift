import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct MeteredModelTests {
    private static let usage = TokenUsage(inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 400)

    private struct Till {
        let account: CostAccount
        let ledger = InMemoryCostLedger()

        init(_ limits: BudgetLimits = .init()) throws {
            var configuration = CostAccount.Configuration()
            configuration.prices = try PriceTable(
                parsing: #"{"models": {"a:b": {"input": 2, "cachedInput": 0.5, "output": 10}}}"#)
            configuration.limits = limits
            configuration.user = "kim"
            configuration.session = "s"
            self.account = CostAccount(configuration, ledger: self.ledger) { Timestamp(secondsSince1970: 1e9) }
        }

        func model(
            _ simulation: Simulation, _ replies: [[ScriptedModel.Step]], name: String = "a:b"
        ) -> (MeteredModel, ScriptedModel) {
            let scripted = ScriptedModel(replies, name: name, time: simulation.clock, repeatsLast: true)
            return (MeteredModel(scripted, account: self.account), scripted)
        }

        var entries: [CostEntry] { self.ledger.entries(since: Timestamp(secondsSince1970: 0)) }
    }

    @Test(arguments: ConformanceSuite.languageModel.checks)
    func `it is a language model`(_ check: ConformanceCheck<any LanguageModel>) async throws {
        try await check.verify {
            let account = CostAccount(ledger: InMemoryCostLedger()) { Timestamp(secondsSince1970: 0) }
            return MeteredModel(
                ScriptedModel([.reply("Hello")], time: SystemTime.shared, repeatsLast: true), account: account)
        }
    }

    @Test func `a call is an entry with everything, and its price is on the report`() throws {
        try simulate { simulation in
            let till = try Till()
            let (model, _) = till.model(simulation, [[.text("Hi"), .usage(Self.usage), .finish(.stop)]])
            let asked = try await simulation.ask(LLMAgent(model: model), "Hello")
            // 600 tokens for 2 dollars a million, 400 for half a dollar, 100 for 10.
            #expect(asked.agent?.usage == Usage(inputTokens: 1_000, outputTokens: 100, costUSD: 0.0024))
            let entry = CostEntry(
                id: "s-1", date: Timestamp(secondsSince1970: 1e9), user: "kim", run: "\(asked.report.run)",
                agent: "agent", attempt: 1, model: "a:b", usage: Self.usage, cost: Money(nanodollars: 2_400_000),
                outcome: .finished)
            #expect(till.entries == [entry])
            #expect(asked.report.warnings == [])
        }
    }

    @Test func `figures that are told several times are counted once, and each attempt is an entry`() throws {
        try simulate { simulation in
            let till = try Till()
            let tokens = { TokenUsage(inputTokens: 10, outputTokens: $0) }
            let failure = ModelError(.serverError, "it broke", partial: .init(text: "a", usage: tokens(3)))
            let (model, _) = till.model(
                simulation,
                [
                    [.usage(tokens(0)), .text("a"), .fail(failure)],
                    [.fail(ModelError(.overloaded, "later"))],
                    [.usage(tokens(1)), .text("b"), .usage(tokens(7)), .finish(.stop)],
                ])
            let asked = try await simulation.ask(
                LLMAgent(model: model), "Hello", retry: RetryPolicy(maximumAttempts: 3))
            #expect(asked.output == "b")
            #expect(asked.agent?.usage.inputTokens == 20 && asked.agent?.usage.outputTokens == 10)
            #expect(asked.agent.flatMap { Money(usd: $0.usage.costUSD) } == Money(nanodollars: 140_000))
            #expect(till.entries.map(\.outcome) == [.failed, .failed, .finished])
            #expect(till.entries.map(\.usage) == [tokens(3), .zero, tokens(7)])
            #expect(till.entries.map(\.attempt) == [1, 2, 3])
        }
    }

    @Test(arguments: [true, false]) func `a call that hangs is settled when it is cancelled, though it does not notice`(
        _ ignoresCancellation: Bool
    ) throws {
        try simulate { simulation in
            let till = try Till(BudgetLimits(day: Money(nanodollars: 1_000_000_000)))
            let (model, _) = till.model(
                simulation, [[.text("12345678"), .hang(ignoringCancellation: ignoresCancellation)]])
            let asked = try await simulation.ask(LLMAgent(model: model), "Hello", timeout: .seconds(1))
            #expect(asked.agent?.state == .timedOut)
            #expect(asked.agent?.usage == Usage(inputTokens: 6, outputTokens: 2, costUSD: 0.000032))
            #expect(till.entries.map(\.outcome) == [.cancelled])
            #expect(till.entries.first?.usage.isEstimated == true)
            // One that does not notice may still be spending.
            #expect(till.account.budgets.isAtRest == !ignoresCancellation)
        }
    }

    /// Does something of its own before it asks, also when it is cancelled meanwhile.
    private struct LateModel: LanguageModel {
        let model: MeteredModel
        let time: any TimeSource

        var name: String { self.model.name }

        func stream(_ request: ModelRequest) -> ModelStream {
            ModelStream {
                var iterator: ModelStream.AsyncIterator?
                return {
                    if iterator == nil { try? await self.time.sleep(for: .seconds(2)) }
                    var chosen = iterator ?? self.model.stream(request).makeAsyncIterator()
                    defer { iterator = chosen }
                    return try await chosen.next()
                }
            }
        }
    }

    @Test func `a call that is cancelled before it is metered is counted once`() throws {
        try simulate { simulation in
            let till = try Till()
            let (metered, _) = till.model(simulation, [[.text("12345678"), .hang(ignoringCancellation: false)]])
            let model = LateModel(model: metered, time: simulation.clock)
            let asked = try await simulation.ask(LLMAgent(model: model), "Hello", timeout: .seconds(1))
            #expect(asked.agent?.state == .timedOut)
            #expect(till.entries.count == 1)
            #expect(asked.agent?.usage.inputTokens == till.entries.reduce(0) { $0 + $1.usage.inputTokens })
        }
    }

    @Test func `a reader that has enough pays for what it got`() throws {
        try simulate { simulation in
            let till = try Till()
            let (model, _) = till.model(simulation, [[.text("12345678"), .text("9"), .finish(.stop)]])
            for try await event in model.stream(ModelRequest([.user("Hello")])) {
                if case .text = event { break }
            }
            #expect(till.entries.map(\.outcome) == [.dropped])
            #expect(till.entries.first?.usage.outputTokens == 2)
            #expect(till.entries.first?.run == "")
        }
    }

    @Test func `a call for which there is no room is refused, finally and in words, and the provider is not asked`()
        throws
    {
        try simulate { simulation in
            // 6 tokens are read and 100 may be written: 1,012,000 nanodollars.
            let till = try Till(BudgetLimits(run: Money(nanodollars: 1_011_999)))
            let (model, scripted) = till.model(simulation, [.reply("Hi")])
            let agent = LLMAgent(model: model, maximumTokens: 100)
            let asked = try await simulation.ask(agent, "Hello", retry: RetryPolicy(maximumAttempts: 3))
            #expect(asked.agent?.attempts == 1)
            #expect(
                asked.agent?.error
                    == "The budget of this run has no room for a call that may cost $0.001012: $0.00 of $0.001012 spent. "
                    + "The next question has one of its own; raise budget.run in the configuration to go on now.")
            #expect(scripted.requests.isEmpty)
            #expect(till.entries.isEmpty)
            let enough = try Till(BudgetLimits(run: Money(nanodollars: 1_012_000)))
            let (paid, _) = enough.model(simulation, [.reply("Hi")])
            #expect(try await simulation.ask(LLMAgent(model: paid, maximumTokens: 100), "Hello").output == "Hi")
        }
    }

    @Test func `what is reserved by a call under way can be asked for again, and what it gives back is there`() throws {
        try simulate { simulation in
            let till = try Till(BudgetLimits(day: Money(nanodollars: 1_500_000)))
            let (model, scripted) = till.model(simulation, [[.wait(.seconds(1)), .text("Hi"), .finish(.stop)]])
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 5, backoff: .seconds(3))
            for name in ["a", "b"] {
                graph.add(name, LLMAgent(model: model, maximumTokens: 100), options: options)
            }
            let report = try await simulation.run(graph, "Hello")
            #expect(report.status == .complete)
            #expect(report.agents.map(\.attempts).max() ?? 0 > 1)
            #expect(scripted.requests.count == 2)
        }
    }

    @Test func `shares of a budget are told of once, on the report of the run that reached them`() throws {
        try simulate { simulation in
            let till = try Till(BudgetLimits(day: Money(nanodollars: 10_000_000)))
            let (model, _) = till.model(simulation, [[.usage(Self.usage), .finish(.stop), .text("x")]])
            var warnings: [[String]] = []
            for _ in 0..<5 {
                let agent = LLMAgent(model: model, maximumTokens: 1)
                warnings.append(try await simulation.ask(agent, "Hello").report.warnings)
            }
            // Each costs 24 % of it.
            #expect(
                warnings.map { $0.compactMap { $0.split(separator: " ").first.map(String.init) } }
                    == [[], [], ["50"], ["95"], []])
            #expect(warnings[2] == ["50 % of the budget of the day is spent: $0.0072 of $0.01"])
        }
    }

    @Test func `a model without a price counts its tokens, warns once and is bound by no budget`() throws {
        try simulate { simulation in
            let till = try Till(BudgetLimits(run: .zero, day: .zero))
            let (model, _) = till.model(simulation, [[.text("a"), .usage(Self.usage), .finish(.stop)]], name: "c:d")
            let first = try await simulation.ask(LLMAgent(model: model), "Hello")
            let second = try await simulation.ask(LLMAgent(model: model), "Hello")
            #expect(first.report.warnings.first?.hasPrefix("there is no price for c:d") == true)
            #expect(second.report.warnings == [])
            #expect(first.agent?.usage == Usage(inputTokens: 1_000, outputTokens: 100))
            #expect(till.entries.map(\.cost) == [nil, nil])
        }
    }

    @Test(arguments: [true, false]) func `waiting for a limit costs nothing, wherever the model is metered`(
        _ isInside: Bool
    ) throws {
        try simulate { simulation in
            let till = try Till()
            let scripted = ScriptedModel(
                [[.wait(.seconds(5)), .text("Hi"), .finish(.stop)]], name: "a:b", time: simulation.clock)
            let provider = Provider("stub", .init(maximumConcurrency: 1), time: simulation.clock)
            let model: any LanguageModel =
                isInside
                ? LimitedModel(MeteredModel(scripted, account: till.account), provider: provider)
                : MeteredModel(LimitedModel(scripted, provider: provider), account: till.account)
            var graph = AgentGraph()
            graph.add("a", LLMAgent(model: model))
            var options = AgentOptions()
            options.timeout = .seconds(1)
            graph.add("b", LLMAgent(model: model), options: options)
            let report = try await simulation.run(graph, "Hello")
            #expect(report["a"]?.usage == Usage(inputTokens: 6, outputTokens: 1, costUSD: 0.000022))
            #expect(report["b"]?.state == .timedOut)
            #expect(report["b"]?.usage == Usage())
            #expect(till.entries.reduce(0) { $0 + $1.usage.inputTokens } == 6)
        }
    }

    @Test func `the answer of a synthesizer is counted on the answer, and an abandoned one too`() throws {
        try simulate { simulation in
            let till = try Till()
            let (model, _) = till.model(
                simulation,
                [[.text("Fine."), .usage(Self.usage), .finish(.stop)], [.hang(ignoringCancellation: true)]])
            let synthesizer = ModelSynthesizer(model, executor: simulation.parallelExecutor())
            let orchestrator = simulation.orchestrator(try Fixture.directory(), StandardStrategist(), synthesizer)
            let report = try await orchestrator.ask(Fixture.question, within: .seconds(3))
            #expect(report.usage == Usage(inputTokens: 1_000, outputTokens: 100, costUSD: 0.0024))
            #expect(till.entries.map(\.agent) == ["answer"])
            #expect(till.entries.map(\.run) == ["\(report.run.run)"])
            let second = try await orchestrator.ask(Fixture.question, within: .seconds(3))
            let entry = try #require(till.entries.last)
            #expect(entry.run == "\(second.run.run)" && entry.outcome == .cancelled)
            #expect(second.usage.inputTokens == entry.usage.inputTokens && entry.usage.inputTokens > 100)
            #expect(Money(usd: second.usage.costUSD) == entry.cost)
        }
    }
}
