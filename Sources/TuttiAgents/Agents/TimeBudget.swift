internal import TuttiCore

/// Divides the time of an attempt among what the agent waits for, and keeps a twentieth to answer with what is there.
struct TimeBudget: Sendable {
    private let time: any TimeSource
    private let end: Duration?

    init(_ context: AgentContext) {
        self.time = context.time
        self.end = context.remaining.map { context.time.now + $0 * 0.95 }
    }

    /// The time that one thing may take: at most `maximum`, and at most this share of what is left.
    func limit(_ maximum: Duration, share: Double = 1) -> Duration {
        guard let end else { return maximum }
        return min(maximum, max(.zero, end - self.time.now) * share)
    }
}
