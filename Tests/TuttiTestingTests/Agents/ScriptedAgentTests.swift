import Testing
import TuttiCore
import TuttiTesting

@Suite struct ScriptedAgentTests {
    /// Runs the agent alone.
    private static func run<Output>(
        _ agent: ScriptedAgent<Output>, seed: UInt64? = nil, timeout: Duration? = nil, attempts: Int = 1,
        within deadline: Duration? = nil, recorder: EventRecorder = .init()
    ) throws -> (report: AgentReport, value: Wanted<Output>) {
        try simulate(seed: seed) { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: attempts, backoff: .zero)
            let node = graph.add("a", timeout: timeout, options: options, agent.body)
            let report = try await simulation.run(graph, "why?", within: deadline, recorder: recorder)
            // Long enough for what is late.
            try await simulation.clock.sleep(for: .seconds(3_600))
            return (try #require(report["a"]), report[node])
        }
    }

    @Test func `it gives its own type after its time, and its text as an agent by name`() throws {
        let agent = ScriptedAgent([3, 4], after: .seconds(2))
        let (report, value) = try Self.run(agent)
        #expect(value == .available([3, 4]))
        #expect(report.end == .seconds(2))
        let output = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("named", agent)
            return try await simulation.run(graph)["named"]?.output
        }
        #expect(output == "[3, 4]")
    }

    @Test func `each attempt has its own script, and the last one is repeated`() throws {
        let agent = ScriptedAgent(
            attempts: .fails("busy", after: .seconds(1), retryAfter: .seconds(5)), .fails("still busy"), .returns("ok"))
        let (report, value) = try Self.run(agent, attempts: 3)
        #expect(value == .available("ok"))
        #expect(report.end == .seconds(6))
        #expect(agent.calls.map(\.outcome) == [.failed("busy"), .failed("still busy"), .returned])
        let failing = ScriptedAgent<String>(attempts: .fails("no"))
        #expect(try Self.run(failing, attempts: 3).report.error == "no")
        #expect(failing.callCount == 3)
    }

    @Test func `a failure for good is not tried again, and neither is an empty script`() throws {
        let agent = ScriptedAgent<String>(attempts: .fails("wrong key", isRetryable: false))
        #expect(try Self.run(agent, attempts: 3).report.attempts == 1)
        let empty = ScriptedAgent<String>(attempts: [])
        #expect(try Self.run(empty, attempts: 3).report.error?.contains("no attempt") == true)
        struct Own: Error {}
        #expect(try Self.run(ScriptedAgent<Int>(attempts: .fails(with: Own()))).report.error == "Own()")
    }

    @Test func `one that hangs stops when it is told, one that never returns is abandoned`() throws {
        let hanging = ScriptedAgent<String>(attempts: .hangs)
        let stopped = try Self.run(hanging, timeout: .seconds(4)).report
        #expect(stopped.state == .timedOut && stopped.abandoned == 0)
        #expect(hanging.calls.first?.outcome == .stopped)
        #expect(hanging.calls.first?.cancelledAt == .seconds(4))
        let lost = ScriptedAgent<String>(attempts: .neverReturns)
        let abandoned = try Self.run(lost, timeout: .seconds(4)).report
        #expect(abandoned.state == .timedOut && abandoned.abandoned == 1)
        #expect(lost.calls.first?.outcome == .running)
        #expect(lost.calls.first?.wasCancelled == true)
    }

    @Test func `one that ignores its cancellation gives its result too late`() throws {
        let agent = ScriptedAgent(attempts: .returns("late", after: .seconds(9), ignoringCancellation: true))
        let recorder = EventRecorder()
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("deaf", timeout: .seconds(1), agent.body)
            graph.add("slow", ScriptedAgent("done", after: .seconds(20)).body)
            return try await simulation.run(graph, recorder: recorder)
        }
        #expect(report["deaf"]?.output == nil)
        #expect(agent.calls.first?.outcome == .returned)
        #expect(agent.calls.first?.end == .seconds(9))
        #expect(recorder.first { $0 == .lateResult(agent: "deaf", attempt: 1) }?.time == .seconds(9))
    }

    @Test func `it streams in pieces, and says them also when it then fails`() throws {
        let recorder = EventRecorder()
        let agent = ScriptedAgent<String>(
            attempts: .fails("cut", after: .seconds(1)).saying(["Take", " a", " breath"], every: .milliseconds(100)))
        let (report, _) = try Self.run(agent, recorder: recorder)
        #expect(recorder.pieces(of: "a") == ["Take", " a", " breath"])
        #expect(report.error == "cut" && report.end == .milliseconds(1_300))
    }

    @Test func `what it uses counts also when it does not come to its end`() throws {
        let usage = Usage(inputTokens: 7, outputTokens: 2, costUSD: 0.5)
        let agent = ScriptedAgent<String>(attempts: .hangs.using(usage))
        #expect(try Self.run(agent, timeout: .seconds(1)).report.usage == usage)
    }

    @Test func `it remembers what it was asked, what it saw, and how much time it had`() throws {
        let coach = ScriptedAgent<String>(
            attempts: .returns { context in "after \(context.inputs.available.map(\.name))" })
        try simulate { simulation in
            var graph = AgentGraph()
            let tasks = graph.add("tasks", ScriptedAgent("call Sam", after: .seconds(1)).body)
            let memory = graph.add("memory", timeout: .seconds(2), ScriptedAgent<String>(attempts: .hangs).body)
            graph.add("coach", after: tasks, memory.ifAvailable) { context, _, _ in try await coach(context) }
            let report = try await simulation.run(graph, "overwhelmed", within: .seconds(5))
            #expect(report.output == "after [\"tasks\"]")
        }
        let call = try #require(coach.calls.first)
        #expect(call.text == "overwhelmed" && call.agent == "coach" && call.attempt == 1)
        #expect(call.inputs == ["tasks": .available("call Sam"), "memory": .missing(.timedOut)])
        #expect(call.start == .seconds(2) && call.budget == .seconds(3))
    }

    @Test func `its latencies come from the seed, its name and the attempt, and from nothing else`() throws {
        func ends(seed: UInt64, others: Int) throws -> [Duration?] {
            try simulate(seed: seed) { simulation in
                let agent = ScriptedAgent("x", after: .logNormal(p50: .seconds(1), p95: .seconds(9)))
                var graph = AgentGraph()
                for other in 0..<others { graph.add("other \(other)", agent.body) }
                graph.add("a", agent.body)
                graph.add("b", agent.body)
                let first = try await simulation.run(graph)
                let second = try await simulation.run(graph)
                return [first["a"]?.end, first["b"]?.end, second["a"]?.end]
            }
        }
        let ends1 = try ends(seed: 1, others: 0)
        #expect(try ends(seed: 1, others: 20) == ends1)
        #expect(Set(ends1).count == 3)
        #expect(try ends(seed: 2, others: 0)[0] != ends1[0])
    }

    @Test func `a list of latencies is drawn in turn, over attempts and runs`() throws {
        let agent = ScriptedAgent(attempts: .returns("x", after: .inTurn(.seconds(1), .seconds(2), .seconds(3))))
        let ends = try simulate { simulation in
            var ends: [Duration] = []
            for _ in 0..<4 {
                var graph = AgentGraph()
                graph.add("a", agent.body)
                ends.append(try await simulation.run(graph).wallTime)
            }
            return ends
        }
        #expect(ends == [.seconds(1), .seconds(2), .seconds(3), .seconds(1)])
    }
}
