/// How long a simulated attempt takes.
public enum SimulatedDuration: Hashable, Sendable {
    /// Always the same.
    case fixed(Duration)
    /// Drawn from the log-normal distribution of which half of the times are below `p50` and 95 of 100 below `p95`.
    case logNormal(p50: Duration, p95: Duration)
    /// One after another, and from the front again.
    case inTurn([Duration])

    /// What an attempt takes most of the time: the value, the median, the mean of the list.
    public var expected: Duration {
        switch self {
        case .fixed(let duration): duration
        case .logNormal(let p50, _): p50
        case .inTurn(let durations): durations.isEmpty ? .zero : durations.reduce(.zero, +) / durations.count
        }
    }
}

extension SimulatedDuration {
    /// The object `{p50, p95}`.
    struct LogNormal: Sendable {
        var p50: Duration = .zero
        var p95: Duration = .zero

        static let fields: [Field<LogNormal>] = [
            .duration("p50", required: true, isPositive: true, "Half of the attempts take less.") { $0.p50 = $1 },
            .duration("p95", required: true, isPositive: true, "Of 100 attempts 95 take less.") { $0.p95 = $1 },
        ]
    }
}

extension WorkflowReader {
    mutating func simulatedDuration(_ node: DocumentNode) -> SimulatedDuration? {
        switch node.content {
        case .list:
            return self.list(node, atLeast: 1) { reader, node in reader.duration(node) }.map { .inTurn($0) }
        case .object:
            var distribution = SimulatedDuration.LogNormal()
            guard self.object(node, into: &distribution, SimulatedDuration.LogNormal.fields) else { return nil }
            if distribution.p50 > .zero, distribution.p95 > .zero, distribution.p95 < distribution.p50 {
                self.fail("p95 must not be less than p50", at: node.place)
            }
            return .logNormal(p50: distribution.p50, p95: distribution.p95)
        case .text, .null: return self.duration(node).map { .fixed($0) }
        }
    }
}
