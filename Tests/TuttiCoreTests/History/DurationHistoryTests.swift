import Testing
import TuttiCore
import TuttiJSON
import TuttiTesting

@Suite struct DurationHistoryTests {
    /// What came of one agent that takes so long and may fail.
    private static func report(
        _ milliseconds: Int, fails: Bool = false, fallback: String? = nil, timeout: Int? = nil
    ) throws -> RunReport {
        try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.fallback = fallback
            options.timeout = timeout.map { .milliseconds($0) }
            graph.addWorker("a", milliseconds, fails: fails, options: options)
            return await simulation.parallelExecutor().run(try graph.plan())
        }
    }

    private static func history(_ milliseconds: [Int]) throws -> DurationHistory {
        var history = DurationHistory()
        for time in milliseconds { history.record(try Self.report(time)) }
        return history
    }

    @Test func `the first runs count the same`() throws {
        #expect(DurationHistory().expectedDuration(of: "a") == nil)
        let expected = try #require(try Self.history([100, 200, 600]).expectedDuration(of: "a"))
        #expect(abs(expected.milliseconds - 300) < 0.001)
        #expect(try Self.history([100]).expectedDuration(of: "b") == nil)
    }

    @Test func `only results of the agent's own say how long it takes`() throws {
        var history = try Self.history([100])
        history.record(try Self.report(900, fails: true))
        history.record(try Self.report(900, fails: true, fallback: "instead"))
        let alone = try Self.history([100])
        #expect(history.expectedDuration(of: "a") == alone.expectedDuration(of: "a"))
        #expect(history.percentile(99, of: "a") == alone.percentile(99, of: "a"))
        #expect(history.outcomes(of: "a").failed == 2)
        #expect(history.outcomes(of: "a").succeeded == 1)
        #expect(history.outcomes(of: "b") == AgentOutcomes())
    }

    @Test func `an agent that was cut takes longer than it was let`() throws {
        var history = try Self.history([100, 100, 100, 400])
        for fallback in [nil, "instead"] {
            history.record(try Self.report(900, fallback: fallback, timeout: 200))
        }
        #expect(history.outcomes(of: "a").timedOut == 2)
        // Three of six are known to have taken longer than 200 ms, and one of those that did took 400 ms.
        let expected = try #require(history.expectedDuration(of: "a")?.milliseconds)
        #expect(abs(expected - 250) < 2)
        let median = try #require(history.percentile(50, of: "a")?.milliseconds)
        #expect(abs(median - 100) < 1)
        let most = try #require(history.percentile(95, of: "a")?.milliseconds)
        #expect(abs(most - 400) < 4)
    }

    @Test func `of an agent that never succeeded nothing is expected`() throws {
        var history = DurationHistory()
        history.record(try Self.report(900, timeout: 200))
        history.record(try Self.report(900, fails: true))
        #expect(history.expectedDuration(of: "a") == nil)
        #expect(history.percentile(50, of: "a") == nil)
        #expect(history.outcomes(of: "a").asked == 2)
    }

    @Test func `two histories that are merged know what both knew`() throws {
        var both = try Self.history([100, 200])
        var other = try Self.history([600])
        other.record(try Self.report(900, fails: true))
        both.merge(other)
        let expected = try #require(both.expectedDuration(of: "a")?.milliseconds)
        #expect(abs(expected - 300) < 0.001)
        #expect(both.outcomes(of: "a").asked == 4)
        both.forget("a")
        #expect(both == DurationHistory())
    }

    @Test func `what was measured of an agent is read again from its JSON form, and nothing else is`() throws {
        var history = try Self.history([100, 250])
        history.record(try Self.report(900, timeout: 200))
        let agent = try #require(history.agents["a"])
        let text = agent.json.serialized()
        #expect(AgentHistory(json: try JSONValue(parsing: text)) == agent)
        for (part, bad) in [
            (#""v":1"#, #""v":2"#), (#""succeeded":2"#, #""succeeded":-2"#), (#""meanWeight":3"#, #""meanWeight":51"#),
            (#""meanSeconds""#, #""mean""#), (#""durations""#, #""times""#),
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
            let broken = text.replacing(part, with: bad)
            #expect(AgentHistory(json: try JSONValue(parsing: broken)) == nil, "\(bad)")
        }
    }

    @Test func `what lies fifty runs back has lost most of its weight`() throws {
        let old = try Self.history(Array(repeating: 1000, count: 200))
        var history = old
        let new = try Self.report(100)
        history.record(new)
        // The two hundred runs weigh no more than fifty.
        let first = try #require(history.expectedDuration(of: "a"))
        #expect(abs(first.milliseconds - 982) < 0.001)
        for _ in 1..<100 { history.record(new) }
        let later = try #require(history.expectedDuration(of: "a"))
        #expect((215...225).contains(later.milliseconds))
    }

    @Test func `a plan takes what was measured in place of what was declared, and starts the longest first`() throws {
        var graph = AgentGraph("learning")
        var options = AgentOptions()
        options.expectedDuration = .seconds(1)
        let quick = graph.add("quick", options: options) { try await $0.time.sleep(for: .milliseconds(10)) }
        options.expectedDuration = .milliseconds(500)
        graph.add("slow", options: options) { try await $0.time.sleep(for: .milliseconds(300)) }
        options.expectedDuration = .milliseconds(100)
        graph.add("unknown", options: options) { _ in throw TestFailure() }
        var plan = try graph.plan()
        plan.warnings = ["keep me"]
        #expect(try Self.starts(of: plan) == ["quick", "slow", "unknown"])

        var history = DurationHistory()
        let report = try simulate { [plan] in await $0.parallelExecutor().run(plan) }
        history.record(report)
        let learned = plan.ordered(by: history)
        #expect(learned.warnings == ["keep me"])
        #expect(learned.agentNames == plan.agentNames)
        #expect(learned.expectedDuration == .milliseconds(300))
        #expect(learned.criticalPath == ["slow"])
        #expect(try Self.starts(of: learned) == ["slow", "unknown", "quick"])
        #expect(plan.expectedDuration == .seconds(1))
        // Handles of the graph are still handles of the plan.
        let again = try simulate { await $0.parallelExecutor().run(learned) }
        #expect(again[quick].value != nil)
        #expect(again.warnings == ["keep me"])
    }

    private static func starts(of plan: ExecutionPlan) throws -> [String] {
        try simulate { simulation in
            await simulation.parallelExecutor(.init(maximumParallel: 1)).start(plan).allEvents().startedAgents
        }
    }
}
