import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

/// Fifty runs of five agents, all at once, against a provider that grants 60 requests and 20,000 tokens a minute.
@Suite struct RateLimitStormTests {
    private static let runs = 50
    private static let agents = 4

    struct Outcome: Sendable {
        var isConfigured: Bool
        var kind: MinuteLedger.Kind
        var queue: Int?
        var answers = 0
        var wiped = 0
        var incomplete = 0
        var refusals = 0
        var early = 0
        var attempts = 0
        var end = Duration.zero
        var ideal = Duration.zero
        var goodput: Double { self.ideal / self.end }

        var line: String {
            let name = "\(self.isConfigured ? "configured" : "learned"), \(self.kind), queue \(self.queue ?? 16)"
            let share = (self.goodput * 1000).rounded() / 10
            return "\(name): \(self.answers) answers in \(self.end.shortText) of \(self.ideal.shortText), goodput "
                + "\(share) %, \(self.refusals) times 429, \(self.early) too early, \(self.attempts) attempts, "
                + "\(self.wiped) runs wiped, \(self.incomplete) incomplete"
        }
    }

    private static func prompt(_ run: Int, _ agent: String) -> String {
        "Run \(run), agent \(agent): " + String(repeating: "what do you know of this? ", count: 12)
    }

    private static func graph(_ run: Int, _ model: LimitedModel, attempts: Int) -> AgentGraph {
        var graph = AgentGraph("run \(run)")
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: attempts)
        let names = (0..<Self.agents).map { "agent \($0)" }
        for name in names {
            let agent = LLMAgent(model: model, maximumTokens: 400) { _ in Self.prompt(run, name) }
            graph.add(name, agent, options: options)
        }
        options.isFinal = true
        graph.add(
            "reporter", LLMAgent(model: model, maximumTokens: 400) { _ in Self.prompt(run, "reporter") },
            options: options)
        for name in names {
            // The names were added above.
            try? graph.addDependency(of: "reporter", on: name, .wants)
        }
        return graph
    }

    static func storm(
        configured isConfigured: Bool, _ kind: MinuteLedger.Kind, queue: Int?, attempts: Int, seed: UInt64 = 1
    ) throws -> Outcome {
        try simulate(seed: seed) { simulation in
            var configuration = Provider.Configuration()
            if isConfigured {
                configuration.requestsPerMinute = MinuteLedger.requestsPerMinute
                configuration.tokensPerMinute = MinuteLedger.tokensPerMinute
            }
            configuration.maximumQueue = queue
            let provider = Provider("emulator", configuration, time: simulation.clock)
            let emulator = LimitingProvider(kind, time: simulation.clock)
            let model = LimitedModel(emulator, provider: provider)
            var outcome = Outcome(isConfigured: isConfigured, kind: kind, queue: queue)
            let plans = try (0..<Self.runs).map { try Self.graph($0, model, attempts: attempts).plan() }
            await withTaskGroup(of: RunReport.self) { group in
                for plan in plans {
                    group.addTask { await simulation.run(plan, within: .seconds(1_200)) }
                }
                for await report in group {
                    if report.status != .complete { outcome.incomplete += 1 }
                    if report.successful.isEmpty { outcome.wiped += 1 }
                    outcome.attempts += report.agents.reduce(0) { $0 + $1.attempts }
                }
            }
            #expect(provider.isAtRest)
            #expect(emulator.maximumInFlight <= 8)
            outcome.end = simulation.clock.now
            outcome.answers = emulator.answers
            outcome.refusals = emulator.refusals
            outcome.early = emulator.early
            outcome.ideal = Self.idealEnd(kind)
            return outcome
        }
    }

    /// The ideal: each call as soon as it is granted, and one call for the end.
    private static func idealEnd(_ kind: MinuteLedger.Kind) -> Duration {
        let requests = (0..<Self.runs).flatMap { run in
            ((0..<Self.agents).map { "agent \($0)" } + ["reporter"]).map {
                ModelRequest([.user(Self.prompt(run, $0))], maximumTokens: 400)
            }
        }
        let usages = requests.map { LimitingProvider.usage(of: $0) }
        return MinuteLedger.idealEnd(of: usages.map { $0.inputTokens + $0.outputTokens }, kind)
    }

    @Test(arguments: [nil, 250])
    func `a provider that is configured with the limits gives all that it grants, and no run is lost`(
        _ queue: Int?
    ) throws {
        let outcome = try Self.storm(configured: true, .bucket, queue: queue, attempts: 3)
        #expect(outcome.goodput >= 0.95, "\(outcome.line)")
        #expect(outcome.answers == 250, "\(outcome.line)")
        #expect(outcome.incomplete == 0, "\(outcome.line)")
        #expect(outcome.early == 0, "\(outcome.line)")
        #expect(outcome.refusals == 0, "\(outcome.line)")
    }

    @Test func `a provider of which nothing is known is learned from its refusals, and no run is lost`() throws {
        let outcome = try Self.storm(configured: false, .bucket, queue: 250, attempts: 3)
        #expect(outcome.goodput >= 0.95, "\(outcome.line)")
        #expect(outcome.answers == 250, "\(outcome.line)")
        #expect(outcome.incomplete == 0, "\(outcome.line)")
        #expect(outcome.early == 0, "\(outcome.line)")
        #expect(outcome.refusals <= 25, "\(outcome.line)")
    }

    @Test(arguments: MinuteLedger.Kind.allCases, [nil, 250])
    func `whatever the provider is and however little is known of it, nobody comes early and no run is wiped`(
        _ kind: MinuteLedger.Kind, _ queue: Int?
    ) throws {
        for isConfigured in [true, false] {
            let outcome = try Self.storm(configured: isConfigured, kind, queue: queue, attempts: 10)
            #expect(outcome.wiped == 0, "\(outcome.line)")
            #expect(outcome.early == 0, "\(outcome.line)")
            #expect(outcome.goodput >= 0.6, "\(outcome.line)")
        }
    }
}
