import Testing
import TuttiCore
import TuttiTesting

/// What a plan that is put in order by a history lets its agents do.
@Suite struct LearnedPlanTests {
    /// What was measured of agents that took so long, each time once.
    private static func history(_ milliseconds: [String: [Int]]) throws -> DurationHistory {
        var history = DurationHistory()
        for (name, times) in milliseconds {
            for time in times {
                var graph = AgentGraph()
                graph.addWorker(name, time)
                history.record(try simulate { [graph] in try await $0.run(graph) })
            }
        }
        return history
    }

    private static func milliseconds(_ duration: Duration?) -> Double { duration?.milliseconds ?? -1 }

    // MARK: Learned timeouts

    /// When an agent that never ends is cut, in milliseconds.
    private static func cut(_ history: DurationHistory, _ policy: LearnedTimeout, timeout: Int? = nil) throws -> Double
    {
        var graph = AgentGraph()
        var options = AgentOptions()
        options.learnedTimeout = policy
        options.timeout = timeout.map { .milliseconds($0) }
        graph.addWorker("a", 3_600_000, options: options)
        let plan = try graph.plan().ordered(by: history)
        let report = try simulate { await $0.parallelExecutor().run(plan) }
        let agent = try #require(report["a"])
        #expect(agent.state == .timedOut)
        #expect(agent.error == "no result in \(agent.duration.shortText)")
        return agent.duration.milliseconds
    }

    @Test func `a timeout is learned from twenty attempts, within its bounds`() throws {
        let policy = LearnedTimeout()
        #expect(try Self.cut(.init(), policy) == 30_000)
        #expect(try Self.cut(Self.history(["a": Array(repeating: 200, count: 19)]), policy) == 30_000)
        let known = try Self.history(["a": Array(repeating: 200, count: 20)])
        #expect(abs(try Self.cut(known, policy) - 300) < 3)
        #expect(try Self.cut(known, policy, timeout: 70) == 70)
        var bounded = policy
        bounded.minimum = .milliseconds(500)
        #expect(try Self.cut(known, bounded) == 500)
        bounded.minimum = .zero
        bounded.maximum = .milliseconds(250)
        #expect(try Self.cut(known, bounded) == 250)
    }

    @Test func `a learned timeout that cuts does not shrink for it`() throws {
        var graph = AgentGraph()
        var options = AgentOptions()
        options.learnedTimeout = LearnedTimeout()
        // One of ten takes far longer than the rest: more than the hundredth that may be cut.
        let times = [100, 110, 120, 130, 140, 150, 160, 170, 180, 2_000]
        let latency = Latency.inTurn(times.map { .milliseconds($0) })
        graph.add("a", ScriptedAgent("a", after: latency), options: options)
        var history = try Self.history(["a": (0..<30).map { 100 + 10 * ($0 % 9) }])
        let plan = try graph.plan()
        var states: [AgentState] = []
        for _ in 0..<100 {
            let ordered = plan.ordered(by: history)
            let report = try simulate { await $0.parallelExecutor().run(ordered) }
            states.append(try #require(report["a"]?.state))
            history.record(report)
        }
        #expect(states.prefix(10).contains(.timedOut), "the first long one is cut: it was never seen")
        #expect(!states.suffix(80).contains(.timedOut), "the timeout is so long by now that all end")
    }

    // MARK: The reserve and the slack

    @Test func `the reserve is the 95th percentile of the final agent, and no more than half of the time`() throws {
        let history = try Self.history(["slow": [2_000], "answer": Array(1...100).map { $0 * 10 }])
        func start(within deadline: Int) throws -> Double {
            var graph = AgentGraph()
            var final = AgentOptions()
            final.isFinal = true
            graph.addWorker("slow", 60_000)
            graph.addWorker("answer", 10, options: final)
            try graph.addDependency(of: "answer", on: "slow", .wants)
            let plan = try graph.plan().ordered(by: history)
            let report = try simulate { await $0.parallelExecutor().run(plan, within: .milliseconds(deadline)) }
            #expect(report["answer"]?.state == .succeeded)
            return Self.milliseconds(report["answer"]?.start)
        }
        #expect(abs(try start(within: 5_000) - 4_050) < 10)
        #expect(try start(within: 1_200) == 600)
        // What is expected is kept free all the same.
        let expected = Self.milliseconds(history.expectedDuration(of: "answer"))
        #expect(expected > 450)
        #expect(abs(try start(within: 800) - (800 - expected)) < 1)
    }

    @Test func `what the final agent needs goes on past the cut-off, unless it has a fallback or nothing was measured`()
        throws
    {
        let history = try Self.history(["answer": Array(repeating: 400, count: 15) + Array(repeating: 100, count: 85)])
        func run(_ duration: Int, fallback: String? = nil, isKnown: Bool = true) throws -> RunReport {
            var graph = AgentGraph()
            var (final, first) = (AgentOptions(), AgentOptions())
            (final.isFinal, final.expectedDuration) = (true, .milliseconds(100))
            first.fallback = fallback
            graph.addWorker("first", 1, options: .init())
            graph.addWorker("needed", duration, options: first)
            graph.addWorker("answer", 100, options: final)
            try graph.addDependency(of: "needed", on: "first")
            try graph.addDependency(of: "answer", on: "needed")
            let plan = try isKnown ? graph.plan().ordered(by: history) : graph.plan()
            return try simulate { await $0.parallelExecutor(.init()).run(plan, within: .seconds(1)) }
        }
        // The reserve is the 95th percentile, 400 ms; one of ten answers takes 100 ms or less.
        let late = try run(800)
        #expect(late["needed"]?.state == .succeeded && late["answer"]?.state == .succeeded)
        let tooLate = try run(60_000)
        #expect(abs(Self.milliseconds(tooLate["needed"]?.end) - 900) < 3)
        #expect(tooLate["answer"]?.state == .skipped)
        let early = try run(800, fallback: "enough")
        #expect(abs(Self.milliseconds(early["needed"]?.end) - 600) < 5)
        #expect(early["needed"]?.isFallback == true && early["answer"]?.state == .succeeded)
        #expect(abs(Self.milliseconds(try run(60_000, isKnown: false)["needed"]?.end) - 900) < 1)
    }

    @Test func `who is only wanted is cut in time for the agent that wants it, who is needed as late as can be`() throws
    {
        let history = try Self.history(["b": [400, 400, 400, 400, 100, 100, 100, 100, 100, 100]])
        func cut(_ kind: DependencyEdge.Kind) throws -> Double {
            var graph = AgentGraph()
            graph.addWorker("a", 60_000)
            graph.addWorker("b", 100)
            try graph.addDependency(of: "b", on: "a", kind)
            let plan = try graph.plan().ordered(by: history)
            let report = try simulate { await $0.parallelExecutor().run(plan, within: .seconds(1)) }
            #expect(report["a"]?.state == .timedOut)
            #expect(report["b"]?.state == (kind == .wants ? .succeeded : .skipped))
            return Self.milliseconds(report["a"]?.end)
        }
        // Its mean is 220 ms, and one of ten takes 100 ms or less.
        #expect(abs(try cut(.wants) - 780) < 3)
        #expect(abs(try cut(.needs) - 900) < 3)
    }

    // MARK: Hedging

    @Test func `a hedging delay is the 95th percentile of twenty attempts, and the least that the policy allows`()
        throws
    {
        let known = try Self.history(["a": (1...20).map { $0 * 1_000 }])
        #expect(known.hedgeDelay(of: "a", .init(after: .fixed(.seconds(1)))) == .seconds(1))
        #expect(known.hedgeDelay(of: "b", .init()) == nil)
        let few = try Self.history(["a": (1...19).map { $0 * 1_000 }])
        #expect(few.hedgeDelay(of: "a", .init()) == nil)
        #expect(abs(Self.milliseconds(known.hedgeDelay(of: "a", .init())) - 19_000) < 190)
        // A tail far away: the near end of the gap, whether the percentile lies there or at the far end.
        for slow in [95, 105] {
            let tail = try Self.history(["a": (1...2_000).map { $0 * 7 % 2_000 < slow ? 60_000 : 5_000 }])
            let delay = Self.milliseconds(tail.hedgeDelay(of: "a", .init()))
            #expect((4_900...7_600).contains(delay), "\(slow) of 2,000 are slow, the delay is \(delay)")
        }
        var policy = HedgingPolicy()
        policy.minimumDelay = .seconds(60)
        #expect(known.hedgeDelay(of: "a", policy) == .seconds(60))
    }

    // MARK: A log

    @Test func `runs that share a log learn from each other`() async throws {
        let log = DurationLog(try Self.history(["a": [100]]))
        var graph = AgentGraph()
        graph.addWorker("a", 300)
        log.record(try simulate { [graph] in try await $0.run(graph) })
        #expect(abs(Self.milliseconds(log.history.expectedDuration(of: "a")) - 200) < 0.001)
    }
}
