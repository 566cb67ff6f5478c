internal import TuttiCore

/// How long a simulated attempt takes.
public enum SimulatedDuration: Hashable, Sendable {
    /// Always the same.
    case fixed(Duration)
    /// Drawn from the log-normal distribution of which half of the times are below `p50` and 95 of 100 below `p95`.
    case logNormal(p50: Duration, p95: Duration)
    /// One after another, and from the front again.
    case inTurn([Duration])
    /// Another one, multiplied and then shifted; what would be negative is zero. No file says so, only a what-if.
    indirect case adjusted(SimulatedDuration, factor: Double, offset: Duration)

    /// What an attempt takes most of the time: the value, the median, the mean of the list.
    public var expected: Duration {
        switch self {
        case .fixed(let duration): duration
        case .logNormal(let p50, _): p50
        case .inTurn(let durations): durations.isEmpty ? .zero : durations.reduce(.zero, +) / durations.count
        case .adjusted(let base, let factor, let offset): Self.adjust(base.expected, by: factor, offset)
        }
    }

    /// Draws a duration.
    ///
    /// - Parameters:
    ///   - makeRandom: Makes what gives 64 random bits at a time; asked only when some are needed.
    ///   - turn: The number of this draw, from 0, for a list.
    package func draw(_ makeRandom: () -> () -> UInt64, turn: () -> Int) -> Duration {
        switch self {
        case .fixed(let duration): duration
        case .logNormal(let p50, let p95): LogNormalDistribution(p50: p50, p95: p95).draw(makeRandom())
        case .inTurn(let durations): durations.isEmpty ? .zero : durations[turn() % durations.count]
        case .adjusted(let base, let factor, let offset):
            Self.adjust(base.draw(makeRandom, turn: turn), by: factor, offset)
        }
    }

    /// A duration multiplied and shifted, within zero and what a simulated attempt takes at most.
    package static func adjust(_ duration: Duration, by factor: Double, _ offset: Duration) -> Duration {
        // Whole nanoseconds, which `Duration` times a number is not, so that equal times stay equal.
        let scaled = (duration.milliseconds * factor * 1_000_000).rounded()
        let limit = LogNormalDistribution.maximum
        let bounded = Duration.nanoseconds(Int64(min(max(scaled, 0), limit.milliseconds * 1_000_000)))
        return min(max(bounded + offset, .zero), limit)
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
