import Testing
import TuttiCore
import TuttiTesting

@Suite struct LimitedAgentTests {
    @Test func `agents of different runs share the places, and the wait is told`() throws {
        try simulate { simulation in
            let provider = Provider("stub", .init(maximumConcurrency: 1), time: simulation.clock)
            let recorder = EventRecorder()
            try await withThrowingTaskGroup(of: RunReport.self) { group in
                for number in 0..<2 {
                    group.addTask {
                        var graph = AgentGraph()
                        graph.add("a", LimitedAgent(Slow(time: .seconds(2)), provider: provider))
                        return try await simulation.run(graph, recorder: number == 1 ? recorder : EventRecorder())
                    }
                }
                for try await report in group { #expect(report.status == .complete) }
            }
            #expect(simulation.clock.now == .seconds(4))
            let waits = recorder.events.compactMap { event in
                if case .limitWaited("a", let waited) = event.kind { waited } else { nil }
            }
            #expect(waits == [.seconds(2)])
            #expect(provider.isAtRest)
        }
    }

    @Test
    func `the time for an attempt is the time for waiting too, and the executor tries again when there is a chance`()
        throws
    {
        try simulate { simulation in
            let provider = Provider("stub", .init(maximumConcurrency: 1), time: simulation.clock)
            let permit = try await provider.permit(run: RunID("other"))
            permit.end(.rateLimited(retryAfter: .seconds(10)))
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2)
            options.retry.attemptTimeout = .seconds(4)
            let agent = Slow(time: .seconds(1))
            graph.add("patient", LimitedAgent(agent, provider: provider), options: options)
            options.timeout = .seconds(9)
            graph.add("hasty", LimitedAgent(agent, provider: provider), options: options)
            let report = try await simulation.run(graph)
            #expect(report["patient"]?.state == .succeeded)
            #expect(report["patient"]?.attempts == 2)
            #expect(report["patient"]?.end == .seconds(11))
            // Nobody waits for what cannot come in time.
            #expect(report["hasty"]?.state == .failed)
            #expect(report["hasty"]?.end == .zero)
        }
    }

    private struct Slow: Agent {
        let time: Duration

        func run(_ context: AgentContext) async throws -> AgentOutput {
            try await context.sleep(for: self.time)
            return AgentOutput("done")
        }
    }
}
