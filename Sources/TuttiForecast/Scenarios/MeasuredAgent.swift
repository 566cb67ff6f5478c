internal import TuttiCore
internal import TuttiWorkflows

/// Does again what was measured: each attempt draws one of the measured ones.
struct MeasuredAgent: Agent {
    let measurements: [Measurement]
    let factor: Double
    let offset: Duration

    func run(_ context: AgentContext) async throws -> AgentOutput {
        var generator = AttemptDraws.generator(run: context.run, agent: context.agent, attempt: context.attempt)
        guard let drawn = self.measurements.randomElement(using: &generator) else {
            preconditionFailure("'\(context.agent)' was never measured")
        }
        var behaviour = WorkflowAgent.Simulated()
        behaviour.usage = drawn.usage
        switch drawn.ending {
        case .succeeded: behaviour.duration = .fixed(self.adjusted(drawn.duration))
        case .failed:
            behaviour.duration = .fixed(self.adjusted(drawn.duration))
            behaviour.failure = "failed when it was measured"
        // All that is known is that it took longer than it was let.
        case .timedOut: behaviour.duration = .fixed(SimulatedAgent.never)
        }
        return try await SimulatedAgent(behaviour).run(context)
    }

    private func adjusted(_ duration: Duration) -> Duration {
        SimulatedDuration.adjust(duration, by: self.factor, self.offset)
    }
}
