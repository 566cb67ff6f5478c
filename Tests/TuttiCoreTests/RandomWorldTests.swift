import Testing
import TuttiCore
import TuttiTesting

/// Random graphs, agents, bounds and cancellations, judged by ``WorldChecker``.
@Suite struct RandomWorldTests {
    /// Seeds per argument: enough parts to use all cores, big enough to print one line each.
    private static let seedsAPart: UInt64 = 250

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `no run breaks an invariant`(part: UInt64) throws {
        for seed in part * Self.seedsAPart..<(part + 1) * Self.seedsAPart {
            let world = World(seed: seed)
            let outcome = try world.run()
            let violations = WorldChecker.violations(of: world, outcome.events)
            #expect(violations.isEmpty, "seed \(seed)")
            Self.checkViews(of: outcome, seed)
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no run breaks an invariant when half of its agents are cooperative`(part: UInt64) throws {
        for seed in part * Self.seedsAPart..<(part + 1) * Self.seedsAPart {
            let world = World(seed: seed, isMixed: true)
            let outcome = try world.run()
            let violations = WorldChecker.violations(of: world, outcome.events)
            #expect(violations.isEmpty, "seed \(seed)")
            Self.checkViews(of: outcome, seed)
        }
    }

    @Test func `the same seed gives the same events, the identity of the run included`() throws {
        for seed in 5000..<5100 as Range<UInt64> {
            let first = try World(seed: seed).run().events
            #expect(try World(seed: seed).run().events == first, "seed \(seed)")
        }
    }

    @Test func `the worlds reach everything that can happen`() throws {
        var kinds: Set<String> = []
        var states: Set<AgentState> = []
        var statuses: Set<RunStatus> = []
        for seed in 0..<300 as Range<UInt64> {
            let outcome = try World(seed: seed).run()
            kinds.formUnion(outcome.events.map(\.kind.wireName))
            states.formUnion(outcome.report.agents.map(\.state))
            statuses.insert(outcome.report.status)
        }
        let expected: Set = [
            "runStarted", "agentStarted", "attemptStarted", "attemptFailed", "attemptAbandoned", "agentSucceeded",
            "agentFailed", "agentTimedOut", "agentCancelled", "agentSkipped", "lateResult", "usageRecorded",
            "limitWaited", "warning", "runFinished",
        ]
        #expect(kinds == expected)
        #expect(states == Set(AgentState.allCases))
        #expect(statuses == Set(RunStatus.allCases))
    }

    /// Invariants 12, 15 and 16: the views are folds of the same events, and nothing is left behind.
    private static func checkViews(of outcome: World.Outcome, _ seed: UInt64) {
        var reducer = RunReducer(plan: outcome.plan, run: outcome.report.run)
        for event in outcome.events { reducer.apply(event) }
        #expect(reducer.report.json == outcome.report.json, "seed \(seed)")
        #expect(outcome.pendingTimers == 0, "seed \(seed)")
        let names = outcome.events.map(\.kind.wireName)
        let agents = outcome.report.agents
        #expect(outcome.report.eventCount == names.count, "seed \(seed)")
        #expect(agents.map(\.attempts).reduce(0, +) == names.count { $0 == "attemptStarted" }, "seed \(seed)")
        #expect(agents.map(\.abandoned).reduce(0, +) == names.count { $0 == "attemptAbandoned" }, "seed \(seed)")
        #expect(outcome.report.usage.inputTokens == names.count { $0 == "usageRecorded" }, "seed \(seed)")
        #expect(outcome.metrics.agents == names.count { $0 == "agentStarted" }, "seed \(seed)")
        #expect(outcome.metrics.errors == names.count { $0 == "agentFailed" }, "seed \(seed)")
        #expect(outcome.metrics.executions == 1, "seed \(seed)")
    }
}
