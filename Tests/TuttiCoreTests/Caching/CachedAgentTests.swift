import Testing
import TuttiCore
import TuttiTesting

/// Cached agents in runs, in virtual time.
@Suite struct CachedAgentTests {
    /// A cache on the clock of a simulation, and an agent behind it.
    private struct Stage {
        var simulation: Simulation
        var cache: ResultCache
        var agent: ScriptedAgent<String>
        var policy: CachePolicy
        var options = AgentOptions()

        init(
            _ simulation: Simulation, _ agent: ScriptedAgent<String>, ttl: Int = 10, stale: Int = 0,
            _ configuration: ResultCache.Configuration = .init()
        ) {
            self.simulation = simulation
            self.cache = ResultCache(configuration, time: simulation.clock)
            self.agent = agent
            self.policy = CachePolicy(timeToLive: .seconds(ttl), staleIfError: .seconds(stale))
        }

        func graph() -> AgentGraph {
            var graph = AgentGraph()
            let agent = CachedAgent(self.agent, identity: "", in: self.cache, policy: self.policy)
            graph.add("a", agent, options: self.options)
            return graph
        }

        /// Runs the agent alone, `start` seconds from now, and says what came of it: `x at 1 s`, and ` (cached)`.
        func run(_ request: AgentRequest = "q", after start: Double = 0, within limit: Duration? = nil) async throws
            -> String
        {
            let recorder = EventRecorder()
            try await self.simulation.clock.sleep(for: .seconds(start))
            let report = try await self.simulation.run(self.graph(), request, within: limit, recorder: recorder)
            let agent = report.agents[0]
            let notes = recorder.events.compactMap { event -> String? in
                guard case .cacheAnswered("a", _, let age, let isStale) = event.kind else { return nil }
                return " (\(isStale ? "stale" : "cached") \(age.shortText))"
            }
            let result = agent.output ?? "\(agent.state.rawValue) \(agent.error ?? "")"
            return "\(result) at \(self.simulation.clock.now.shortText)" + notes.joined()
        }
    }

    /// What each call gives in turn after a second: an output, or an error that begins with `!`.
    private static func agent(_ results: String..., usage: Usage = .init()) -> ScriptedAgent<String> {
        let rest = Lock(results)
        return ScriptedAgent(
            attempts: ScriptedAgent.Attempt.returns(after: .seconds(1)) { _ in
                let result = rest.withLock { $0.isEmpty ? "nothing is left" : $0.removeFirst() }
                if result.hasPrefix("!") { throw TestFailure(result, isRetryable: result.hasPrefix("!!")) }
                return result
            }.using(usage))
    }

    @Test func `a second run is answered without a call until the result is too old`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x", "y"))
            let results = try await [
                stage.run(), stage.run(after: 4), stage.run("else"), stage.run(after: 5),
            ]
            #expect(results == ["x at 1 s", "x at 5 s (cached 4 s)", "y at 6 s", "nothing is left at 12 s"])
            #expect(stage.agent.callCount == 3)
        }
    }

    @Test func `an answer from the cache costs no tokens`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x", usage: Usage(inputTokens: 7)))
            async let first = simulation.run(stage.graph())
            async let second = simulation.run(stage.graph())
            let usages = try await [first.usage.inputTokens, second.usage.inputTokens]
            #expect(usages.sorted() == [0, 7])
            #expect(try await simulation.run(stage.graph()).usage == Usage())
        }
    }

    @Test func `the prompt of the agent and the outputs of its inputs are part of the question`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x", "y"))
            _ = try await stage.run("q")
            #expect(try await stage.run(AgentRequest("q", prompts: ["a": "p"])) == "y at 2 s")

            let cache = ResultCache(time: simulation.clock)
            let seen = ScriptedAgent(attempts: .returns { "\($0.inputs["m"]?.description ?? "?")" })
            var outputs: [String] = []
            for input in ["good", "!bad", "other", "good"] {
                var graph = AgentGraph()
                graph.add("m", Self.agent(input))
                graph.add("a", CachedAgent(seen, identity: "", in: cache))
                try graph.addDependency(of: "a", on: "m", .wants)
                outputs.append(try await simulation.run(graph).agents[1].output ?? "?")
            }
            #expect(outputs == ["good", "missing: failed", "other", "good"])
            #expect(seen.callCount == 3)
        }
    }

    @Test func `the least recently used goes when there are too many`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("1", "2", "3", "4"), ttl: 100, .init(maximumEntries: 2))
            for question in ["a", "b", "a", "c"] { _ = try await stage.run(.init(question)) }
            #expect(try await stage.run("a") == "1 at 3 s (cached 2 s)")
            #expect(try await stage.run("b") == "4 at 4 s")
            #expect(stage.cache.count == 2)
        }
    }

    @Test func `a stale result answers when the agent fails, for its time, and says so`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x", "!no", "!no", "y"), stale: 20)
            _ = try await stage.run()
            #expect(try await stage.run(after: 15) == "x at 17 s (stale 16 s)")
            #expect(try await stage.run(after: 14) == "failed !no at 32 s")
            #expect(try await stage.run() == "y at 33 s")
        }
    }

    @Test func `a stale result does not answer for an attempt that was cancelled or timed out`() throws {
        try simulate { simulation in
            var stage = Stage(simulation, Self.agent("x", "y"), stale: 1_000)
            _ = try await stage.run()
            stage.options.timeout = .milliseconds(500)
            #expect(try await stage.run(after: 20) == "timedOut no result in 500 ms at 21.5 s")
            #expect(stage.cache.flightCount == 0)
        }
    }

    @Test func `equal calls at the same time are one`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x", "y"))
            async let first = stage.run()
            async let second = stage.run(after: 0.2)
            async let third = stage.run(after: 0.4)
            async let other = stage.run("else", after: 0.5)
            let results = try await [first, second, third, other]
            #expect(
                results == ["x at 1 s", "x at 1 s (cached 0 ms)", "x at 1 s (cached 0 ms)", "y at 1.5 s"])
        }
    }

    @Test func `when the one that calls is cancelled another one calls`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x"))
            let leader = simulation.parallelExecutor().start(try stage.graph().plan(), "q")
            async let second = stage.run(after: 0.2)
            async let third = stage.run(after: 0.4)
            try await simulation.clock.sleep(for: .milliseconds(600))
            leader.cancel()
            #expect(await leader.report().agents[0].state == .cancelled)
            let results = try await [second, third]
            #expect(
                results == ["x at 1.6 s", "x at 1.6 s (cached 0 ms)"])
            #expect(stage.agent.callCount == 2)
        }
    }

    @Test func `when the one that calls has no time left another one calls`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x"))
            async let first = stage.run(within: .milliseconds(500))
            async let second = stage.run(after: 0.2)
            async let third = stage.run(after: 0.3, within: .milliseconds(700))
            // Its own deadline holds while it waits.
            let results = try await [first, second, third]
            #expect(
                results == [
                    "timedOut no result by the deadline at 500 ms", "x at 1.5 s",
                    "timedOut no result by the deadline at 1 s",
                ])
        }
    }

    @Test func `when the one that calls ignores its cancellation nobody waits for it`() throws {
        try simulate { simulation in
            let deaf = ScriptedAgent(attempts: [
                .returns("x", after: .inTurn(.seconds(60), .seconds(1)), ignoringCancellation: true)
            ])
            let stage = Stage(simulation, deaf)
            async let first = stage.run(within: .milliseconds(500))
            async let second = stage.run(after: 0.2)
            let results = try await [first, second]
            #expect(results == ["timedOut no result by the deadline at 501 ms", "x at 1.5 s"])
        }
    }

    @Test func `an error just before the end of a caller's own time is not told to others`() throws {
        try simulate { simulation in
            let hasty = ScriptedAgent(
                attempts: .returns { context in
                    let budget = context.remaining.map { $0 * 0.95 } ?? .seconds(1)
                    try await context.sleep(for: min(budget, .seconds(1)))
                    if budget < .seconds(1) { throw TestFailure("no time") }
                    return "x"
                })
            let stage = Stage(simulation, hasty)
            async let first = stage.run(within: .milliseconds(500))
            async let second = stage.run(after: 0.2)
            let results = try await [first, second]
            #expect(
                results == ["failed no time at 475 ms", "x at 1.48 s"])
        }
    }

    @Test func `when all are cancelled nothing is left`() throws {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent("x"))
            let plan = try stage.graph().plan()
            let executor = simulation.parallelExecutor()
            let runs = (0..<5).map { _ in executor.start(plan, "q") }
            try await simulation.clock.sleep(for: .milliseconds(100))
            #expect(stage.cache.waiterCount == 4)
            for run in runs { run.cancel() }
            for run in runs { #expect(await run.report().agents[0].state == .cancelled) }
            try await simulation.clock.sleep(for: .seconds(10))
            #expect(stage.cache.waiterCount == 0)
            #expect(stage.cache.flightCount == 0)
            #expect(stage.cache.count == 0)
        }
    }

    @Test(arguments: ["!no", "!!busy"]) func `an error is told to those who waited, and is not kept`(error: String)
        throws
    {
        try simulate { simulation in
            let stage = Stage(simulation, Self.agent(error, "x"))
            async let first = stage.run()
            async let second = stage.run(after: 0.5)
            let results = try await [first, second]
            #expect(
                results == ["failed \(error) at 1 s", "failed \(error) at 1 s"])
            #expect(try await stage.run() == "x at 2 s")
        }
    }

    @Test func `a second attempt after a timeout does not wait for the first`() throws {
        try simulate { simulation in
            let slow = ScriptedAgent(
                attempts: .returns("late", after: .seconds(60), ignoringCancellation: true), .returns("x"))
            var stage = Stage(simulation, slow)
            stage.options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            stage.options.retry.attemptTimeout = .seconds(1)
            let result = try await stage.run()
            // The run ends when the first attempt is given up for good, ten milliseconds after it was told to stop.
            #expect(result == "x at 1.01 s")
        }
    }
}
