import Testing
import TuttiCore
import TuttiTesting

/// A provider that is down altogether, and runs that go on coming.
@Suite struct OutageTests {
    private static let agents = 5

    /// Starts so many runs of five agents, one each `spacing`, and returns when the last has ended.
    private static func run(
        _ count: Int, every spacing: Duration, in simulation: Simulation, calling provider: FlakyProvider,
        _ options: AgentOptions
    ) async throws {
        var graph = AgentGraph()
        for number in 1...Self.agents {
            graph.add("agent \(number)", options: options) { try await provider.call(on: $0.time) }
        }
        let (plan, executor) = (try graph.plan(), simulation.parallelExecutor())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    try await simulation.clock.sleep(until: spacing * number)
                    _ = await executor.run(plan, within: .seconds(5))
                }
            }
            try await group.waitForAll()
        }
    }

    private static func options(attempts: Int, _ budget: AttemptBudget? = nil) -> AgentOptions {
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: attempts)
        options.attemptBudget = budget
        return options
    }

    private static func calls(
        attempts: Int, _ budget: AttemptBudget? = nil, behind breaker: CircuitBreaker? = nil, every spacing: Duration
    ) throws -> Int {
        let provider = FlakyProvider(downFor: .zero..<(.seconds(1_000)), behind: breaker)
        try simulate { simulation in
            try await Self.run(
                200, every: spacing, in: simulation, calling: provider, Self.options(attempts: attempts, budget))
        }
        return provider.facts.calls
    }

    @Test(arguments: [Duration.zero, .milliseconds(100)])
    func `200 runs into an outage make hardly more calls than if nobody tried again`(spacing: Duration) throws {
        let without = try Self.calls(attempts: 1, every: spacing)
        let unbounded = try Self.calls(attempts: 3, every: spacing)
        let budgeted = try Self.calls(attempts: 3, AttemptBudget(), every: spacing)
        #expect(without == 1_000 && unbounded == 3_000)
        #expect(Double(budgeted) <= 1.2 * Double(without))
        // Half a bucket of failures less one: what is left of the retries.
        #expect(budgeted == 1_004)
    }

    @Test func `a breaker spares the provider nearly all of it`() throws {
        let breaker = CircuitBreaker(seed: 1)
        let calls = try Self.calls(attempts: 3, AttemptBudget(), behind: breaker, every: .milliseconds(100))
        // The first runs until it opens, and at most two probes each time that it is over.
        #expect(calls <= 20, "\(calls)")
    }

    @Test(arguments: [3, 15, 45, 100, 400])
    func `when the outage is over, calls succeed within twice the time that the breaker was open`(seconds: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let end = Duration.seconds(seconds)
            let provider = FlakyProvider(downFor: .zero..<end, behind: CircuitBreaker(seed: seed))
            let options = Self.options(attempts: 3, AttemptBudget())
            try simulate(seed: seed) { simulation in
                // Until a minute and a bit after the outage: the longest that it can be open.
                let count = (seconds + 70) * 2
                try await Self.run(
                    count, every: .milliseconds(500), in: simulation, calling: provider, options)
            }
            let facts = provider.facts
            let recovery = try #require(facts.recoveredAt) - end
            #expect(recovery <= facts.lastOpenTime * 2, "\(recovery) after \(facts.lastOpenTime)")
            #expect(facts.lastOpenTime <= .seconds(66))
            #expect(facts.openings >= 1 && facts.refusals > 0)
        }
    }
}
