/// How long agents took in earlier runs, by name: what is expected of them in the next.
///
/// A value: record reports as they come, then put a plan in order with ``ExecutionPlan/ordered(by:)``.
public struct DurationHistory: Hashable, Sendable {
    private struct Estimate: Hashable, Sendable {
        var mean = 0.0
        var count = 0.0
    }

    /// The runs that count: each new one has a fiftieth of the say at least, and an old one fades as fast.
    private static let memory = 50.0

    private var estimates: [String: Estimate] = [:]

    /// Creates an empty history.
    public init() {}

    /// Learns from the agents of a run that gave a result of their own; others say nothing about how long they take.
    public mutating func record(_ report: RunReport) {
        for agent in report.agents where agent.state == .succeeded && !agent.isFallback {
            var estimate = self.estimates[agent.name] ?? Estimate()
            estimate.count = min(estimate.count + 1, Self.memory)
            estimate.mean += (agent.duration / .seconds(1) - estimate.mean) / estimate.count
            self.estimates[agent.name] = estimate
        }
    }

    /// The mean of what was measured, the latest runs counting most; nil for an agent that never succeeded.
    public func expectedDuration(of agent: String) -> Duration? {
        self.estimates[agent].map { .seconds($0.mean) }
    }
}
