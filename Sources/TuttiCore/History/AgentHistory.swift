/// What was measured of one agent.
package struct AgentHistory: Hashable, Sendable {
    /// The runs that the mean is made of: each new one has a fiftieth of the say at least, and an old one fades as fast.
    private static let memory = 50.0

    package private(set) var outcomes = AgentOutcomes()
    /// Times from the start of the agent to its end, over all its attempts.
    package private(set) var durations = LatencyHistogram()
    /// Times of first attempts, where slow ones are hedged: what the second one would otherwise hide. Else empty.
    private(set) var firstAttempts = LatencyHistogram()
    /// In seconds.
    private(set) var mean = 0.0
    /// The runs behind the mean, at most ``memory``.
    private(set) var meanWeight = 0.0

    package init() {}

    /// Takes what was kept; nil when it makes no sense.
    init?(
        outcomes: AgentOutcomes, durations: LatencyHistogram, firstAttempts: LatencyHistogram, mean: Double,
        meanWeight: Double
    ) {
        guard min(outcomes.succeeded, outcomes.failed, outcomes.timedOut) >= 0, mean >= 0, mean < 1e9,
            0...Self.memory ~= meanWeight
        else { return nil }
        self.outcomes = outcomes
        self.durations = durations
        self.firstAttempts = firstAttempts
        self.mean = mean
        self.meanWeight = meanWeight
    }

    /// The mean; nil when nothing is known.
    package var expectedDuration: Duration? { self.meanWeight > 0 ? .seconds(self.mean) : nil }

    /// It gave a result of its own after so long.
    mutating func succeeded(after duration: Duration) {
        self.outcomes.succeeded &+= 1
        self.durations.record(duration)
        self.average(duration)
    }

    /// It failed, which says nothing about how long it takes when it does not.
    mutating func failed() { self.outcomes.failed &+= 1 }

    /// Its time was over after so long.
    mutating func timedOut(after duration: Duration) {
        self.outcomes.timedOut &+= 1
        self.cut(after: duration)
    }

    /// It was told to stop after so long, for what others did: it would have taken longer.
    mutating func cut(after duration: Duration) {
        self.durations.record(duration, isCut: true)
        // An agent that never succeeded has no mean: nothing is known about how long it takes.
        guard self.meanWeight > 0 else { return }
        self.average(max(self.durations.mean(beyond: duration) ?? duration, duration))
    }

    /// Its first attempt gave a result after so long, or was cut then, as all are that a second one has overtaken.
    mutating func firstAttempt(took duration: Duration, isCut: Bool) {
        self.firstAttempts.record(duration, isCut: isCut)
    }

    private mutating func average(_ duration: Duration) {
        self.meanWeight = min(self.meanWeight + 1, Self.memory)
        self.mean += (duration / .seconds(1) - self.mean) / self.meanWeight
    }

    /// Counts everything that another history of the same agent has counted.
    mutating func merge(_ other: AgentHistory) {
        self.outcomes += other.outcomes
        self.durations.merge(other.durations)
        self.firstAttempts.merge(other.firstAttempts)
        let weight = self.meanWeight + other.meanWeight
        guard weight > 0 else { return }
        self.mean = (self.mean * self.meanWeight + other.mean * other.meanWeight) / weight
        self.meanWeight = min(weight, Self.memory)
    }
}
