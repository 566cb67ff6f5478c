import Testing
import TuttiCore
import TuttiTesting

/// What may be done again, and how those outside know that it is again.
@Suite struct SideEffectsTests {
    /// Runs one agent, and says how often it was called with which key.
    private static func keys(_ attempts: Int?, isRetryable: Bool = true) throws -> [String] {
        try simulate(seed: 1) { simulation in
            let keys = Lock<[String]>([])
            let agent = ScriptedAgent(
                attempts: .returns { context -> String in
                    keys.withLock { $0.append(context.idempotencyKey) }
                    throw TestFailure("no", isRetryable: isRetryable)
                })
            var graph = AgentGraph()
            var options = AgentOptions()
            options.sideEffects = .external
            if let attempts { options.retry.maximumAttempts = attempts }
            graph.add("pay the bill: 7 €", agent, options: options)
            let report = try await simulation.run(graph)
            let run = "\(report.run)"
            return keys.withLock { $0 }.map { $0.replacing(run, with: "RUN") }
        }
    }

    @Test func `an external effect is tried once, and again only when that was asked for, with the same key`() throws {
        let key = "RUN.pay%20the%20bill%3A%207%20%E2%82%AC"
        #expect(try Self.keys(nil) == [key])
        #expect(try Self.keys(3) == [key, key, key])
        #expect(try Self.keys(3, isRetryable: false) == [key])
    }

    @Test func `keys of other agents and of other runs differ, and hold for all of a graph`() throws {
        try simulate { simulation in
            let keys = Lock<[String]>([])
            var graph = AgentGraph()
            for name in ["a", "b", "a.b", "a%2Eb"] {
                graph.add(name) { context in keys.withLock { $0.append(context.idempotencyKey) } }
            }
            for _ in 0..<2 { _ = try await simulation.run(graph) }
            #expect(Set(keys.withLock { $0 }).count == 8)
        }
    }

    @Test func `a run inside of an agent has keys of its own that its next attempt repeats`() throws {
        try simulate { simulation in
            let keys = Lock<[String]>([])
            let outer = ScriptedAgent(
                attempts: .returns { context -> String in
                    var graph = AgentGraph()
                    graph.add("inner") { inner in keys.withLock { $0.append(inner.idempotencyKey) } }
                    _ = await context.run(try graph.plan(), "", .init())
                    throw TestFailure("no")
                })
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry.maximumAttempts = 2
            graph.add("outer", outer, options: options)
            let report = try await simulation.run(graph)
            #expect(keys.withLock { $0 } == ["\(report.run).outer.inner", "\(report.run).outer.inner"])
        }
    }

    @Test func `several effects of one attempt have different keys`() throws {
        try simulate { simulation in
            var graph = AgentGraph()
            graph.add("a") { context in
                let keys = [["x"], ["y"], ["xy"], ["x", "y"], ["", "xy"]].map { context.idempotencyKey(of: $0) }
                #expect(Set(keys).count == 5)
                #expect(keys[0] == "\(context.run).a.af63f54c86021707")
            }
            _ = try await simulation.run(graph)
        }
    }

    @Test func `what an attempt says bears its number, and nothing of it follows the next attempt's beginning`() throws
    {
        try simulate { simulation in
            let late = ScriptedAgent.Attempt.returns("late", after: .milliseconds(1), ignoringCancellation: true)
                .saying(["late 1", "late 2"], every: .milliseconds(600))
            let agent = ScriptedAgent(attempts: late, .returns("whole").saying(["who", "le"]))
            var graph = AgentGraph()
            var options = AgentOptions()
            options.isFinal = true
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            options.retry.attemptTimeout = .milliseconds(500)
            graph.add("a", agent, options: options)
            let recorder = EventRecorder()
            _ = try await simulation.run(graph, recorder: recorder)
            let deltas = recorder.events.compactMap { event -> String? in
                guard case .answerDelta(_, let attempt, let text) = event.kind else { return nil }
                return "\(attempt): \(text)"
            }
            #expect(deltas == ["1: late 1", "2: who", "2: le"])
            var stream = AnswerStream()
            let orders = recorder.events.map { stream.heard($0.kind) }.filter { $0 != .ignore }
            #expect(orders == [.append("late 1"), .restart("who"), .append("le")])
            #expect(stream.isWhole)
        }
    }
}
