/// How often an agent is tried, and how long it waits between two attempts.
public struct RetryPolicy: Hashable, Sendable {
    /// The number of attempts, the first included; at least 1.
    public var maximumAttempts = 1

    /// The upper bound of the wait before the second attempt; it doubles with each further one.
    ///
    /// The wait is drawn evenly between zero and the bound ("full jitter"), so that many agents do not come back at the
    /// same moment.
    public var backoff: Duration = .milliseconds(500)

    /// The bound of the bound.
    public var maximumBackoff: Duration = .seconds(20)

    /// The time that one attempt may take; nil leaves only the agent's own timeout.
    public var attemptTimeout: Duration?

    /// Creates the default policy: one attempt.
    public init() {}

    /// Creates a policy of so many attempts.
    public init(maximumAttempts: Int, backoff: Duration = .milliseconds(500)) {
        self.maximumAttempts = maximumAttempts
        self.backoff = backoff
    }

    /// The wait after the failure of `attempt`, counted from 1; never less than the server asked for.
    package func delay(
        after attempt: Int, atLeast minimum: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        var bound = min(self.backoff, self.maximumBackoff)
        for _ in 1..<max(attempt, 1) where bound < self.maximumBackoff { bound = min(bound * 2, self.maximumBackoff) }
        let drawn = bound * Double.random(in: 0...1, using: &generator)
        return max(drawn, minimum ?? .zero)
    }
}
