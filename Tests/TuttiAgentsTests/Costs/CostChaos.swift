import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

/// One chaotic run of agents that ask a ``BillingProvider``, with the books of both sides.
struct CostChaos {
    struct Books: Hashable, Sendable {
        var provider: BillingProvider.Bill
        var ledger: BillingProvider.Bill
    }

    struct Outcome: Sendable {
        var telling: BillingProvider.Telling
        /// When the report came, and when the last call that nobody could stop had ended.
        var atReport: Books
        var atEnd: Books
        var reported: Usage
        var entries: [CostEntry]
        var calls: Int
        var maximumInFlight: Int
        /// The calls that will never end.
        var hanging: Int
        var isAtRest: Bool
        /// Whether a strategist's choice was followed.
        var isChosen: Bool
        var warnings: [String]
    }

    var limits = BudgetLimits()
    /// What every request says of the length of its answer; nil draws it, or says nothing.
    var maximumTokens: Int?
    /// By how much the guess of the length of a request may be too low, in percent.
    var surplus = 25

    func run(seed: UInt64) throws -> Outcome {
        try simulate(seed: seed) { simulation in
            let provider = BillingProvider(seed: seed, time: simulation.clock, surplus: self.surplus)
            let ledger = InMemoryCostLedger()
            var configuration = CostAccount.Configuration()
            configuration.prices = try PriceTable(parsing: BillingProvider.prices)
            configuration.limits = self.limits
            let account = CostAccount(configuration, ledger: ledger) { Timestamp(secondsSince1970: 1_795_000_000) }
            var random = SeededRandomNumberGenerator(seed: seed)
            let metered = MeteredModel(provider, account: account)
            let limits = Provider("stub", .init(maximumConcurrency: 3), time: simulation.clock)
            let order = Int.random(in: 0...2, using: &random)
            let model: any LanguageModel =
                switch order {
                case 0: metered
                case 1: LimitedModel(metered, provider: limits)
                default: MeteredModel(LimitedModel(provider, provider: limits), account: account)
                }
            let isOrchestration = Bool.random(using: &random)
            let (usage, warnings, isChosen) =
                isOrchestration
                ? try await self.orchestrate(simulation, model, &random)
                : try await self.runGraph(simulation, model, &random)
            let atReport = Self.books(provider, ledger)
            // Whoever could not be stopped says his last word.
            try await simulation.clock.sleep(for: .seconds(10_000))
            return Outcome(
                telling: provider.telling, atReport: atReport, atEnd: Self.books(provider, ledger), reported: usage,
                entries: Self.entries(ledger), calls: provider.calls,
                maximumInFlight: provider.maximumInFlight, hanging: provider.inFlight,
                isAtRest: account.budgets.isAtRest, isChosen: isChosen, warnings: warnings)
        }
    }

    private static func entries(_ ledger: InMemoryCostLedger) -> [CostEntry] {
        ledger.entries(since: Timestamp(secondsSince1970: 0))
    }

    private static func sum(_ entries: [CostEntry]) -> BillingProvider.Bill {
        entries.reduce(into: BillingProvider.Bill()) { total, entry in
            total.input += entry.usage.inputTokens
            total.cached += entry.usage.cachedInputTokens
            total.output += entry.usage.outputTokens
            total.nanodollars += entry.cost?.nanodollars ?? 0
        }
    }

    private static func books(_ provider: BillingProvider, _ ledger: InMemoryCostLedger) -> Books {
        Books(provider: provider.total, ledger: Self.sum(Self.entries(ledger)))
    }

    // MARK: Agents

    private func agent(_ model: any LanguageModel, _ random: inout SeededRandomNumberGenerator) -> LLMAgent {
        let length = Int.random(in: 1...400, using: &random)
        let limit = self.maximumTokens ?? (Bool.random(using: &random) ? 60 : nil)
        return LLMAgent(model: model, maximumTokens: limit) { context in
            String(repeating: "x", count: length) + LLMAgent.defaultPrompt(context)
        }
    }

    private func options(_ random: inout SeededRandomNumberGenerator) -> AgentOptions {
        var options = AgentOptions()
        options.sideEffects = .none
        options.retry = RetryPolicy(
            maximumAttempts: Int.random(in: 1...3, using: &random), backoff: .milliseconds(40))
        if Int.random(in: 0...3, using: &random) == 0 {
            options.retry.attemptTimeout = .milliseconds(Int.random(in: 50...900, using: &random))
        }
        if Int.random(in: 0...2, using: &random) == 0 {
            options.hedging = HedgingPolicy(
                after: .fixed(.milliseconds(Int.random(in: 20...400, using: &random))),
                maximumAttempts: Int.random(in: 2...3, using: &random))
        }
        if Bool.random(using: &random) {
            options.timeout = .milliseconds(Int.random(in: 100...2_500, using: &random))
        }
        return options
    }

    private func runGraph(
        _ simulation: Simulation, _ model: any LanguageModel, _ random: inout SeededRandomNumberGenerator
    ) async throws -> (Usage, [String], Bool) {
        var graph = AgentGraph()
        let count = Int.random(in: 2...6, using: &random)
        for number in 0..<count {
            var options = self.options(&random)
            options.isFinal = number == count - 1
            graph.add("agent \(number)", self.agent(model, &random), options: options)
            for earlier in 0..<number where Int.random(in: 0...2, using: &random) == 0 {
                try graph.addDependency(of: "agent \(number)", on: "agent \(earlier)", .wants)
            }
        }
        let deadline = Duration.milliseconds(Int.random(in: 150...5_000, using: &random))
        let cancelsAfter = self.cancellation(&random)
        let run = simulation.parallelExecutor().start(try graph.plan(), "What now?", within: deadline)
        let report = await Self.awaiting(simulation, cancelsAfter, { run.cancel() }) { await run.report() }
        return (report.usage, report.warnings, false)
    }

    private func orchestrate(
        _ simulation: Simulation, _ model: any LanguageModel, _ random: inout SeededRandomNumberGenerator
    ) async throws -> (Usage, [String], Bool) {
        var directory = AgentDirectory()
        for number in 0..<Int.random(in: 1...4, using: &random) {
            try directory.register(
                "agent\(number)", self.agent(model, &random), description: "Knows.", options: self.options(&random))
        }
        var synthesis = ModelSynthesizer.Configuration()
        synthesis.maximumTokens = self.maximumTokens ?? 60
        var strategy = ModelStrategist.Configuration()
        strategy.maximumTokens = self.maximumTokens ?? 60
        let executor = simulation.parallelExecutor()
        let orchestrator = Orchestrator(
            directory: directory, strategist: ModelStrategist(model, configuration: strategy),
            synthesizer: ModelSynthesizer(model, executor: executor, configuration: synthesis), executor: executor,
            time: simulation.clock)
        let deadline = Duration.milliseconds(Int.random(in: 500...8_000, using: &random))
        let cancelsAfter = self.cancellation(&random)
        let coordination = try orchestrator.begin("What shall I do?", within: deadline)
        let report = await Self.awaiting(simulation, cancelsAfter, { coordination.cancel() }) {
            await coordination.report()
        }
        return (report.usage, report.warnings, !report.isFallback)
    }

    private func cancellation(_ random: inout SeededRandomNumberGenerator) -> Duration? {
        guard Int.random(in: 0...4, using: &random) == 0 else { return nil }
        return .milliseconds(Int.random(in: 1...1_500, using: &random))
    }

    private static func awaiting<Report: Sendable>(
        _ simulation: Simulation, _ delay: Duration?, _ cancel: @escaping @Sendable () -> Void,
        _ report: @escaping @Sendable () async -> Report
    ) async -> Report {
        await withTaskGroup(of: Void.self) { group in
            if let delay {
                group.addTask {
                    // Cancelled when the report is there first.
                    guard (try? await simulation.clock.sleep(for: delay)) != nil else { return }
                    cancel()
                }
            }
            let report = await report()
            group.cancelAll()
            return report
        }
    }
}
