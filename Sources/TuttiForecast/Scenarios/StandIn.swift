package import TuttiCore
package import TuttiWorkflows

/// What stands in for an agent that must not really be asked: a model, a program, a server.
package struct StandIn: Hashable, Sendable {
    /// What it came to when it was really run.
    package var measurements: [Measurement] = []
    /// How long it takes, as a person has stated it; comes before what was measured.
    package var stated: SimulatedDuration?
    /// Multiplies what was measured.
    package var factor = 1.0
    /// Is added to what was measured, after the factor.
    package var offset = Duration.zero

    package var isKnown: Bool { self.stated != nil || !self.measurements.isEmpty }

    /// The mean of what the measured attempts have used.
    package var usage: Usage {
        guard !self.measurements.isEmpty else { return Usage() }
        let sum = self.measurements.reduce(Usage()) { $0 + $1.usage }
        let count = self.measurements.count
        return Usage(
            inputTokens: sum.inputTokens / count, outputTokens: sum.outputTokens / count,
            costUSD: sum.costUSD / Double(count))
    }

    /// The agent that waits in place of the real one.
    func makeAgent(firstTurn: Int) -> any Agent {
        guard let stated else {
            return MeasuredAgent(measurements: self.measurements, factor: self.factor, offset: self.offset)
        }
        var simulated = WorkflowAgent.Simulated()
        simulated.duration = stated
        simulated.usage = self.usage
        return SimulatedAgent(simulated, firstTurn: firstTurn)
    }
}
