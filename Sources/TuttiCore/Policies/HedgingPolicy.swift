/// When a slow attempt is joined by a second one, of which the first result counts.
///
/// Only an agent without side effects is hedged, and only while its ``AttemptBudget`` allows it. The loser is cancelled,
/// and what it has used is counted.
public struct HedgingPolicy: Hashable, Sendable {
    /// When the next attempt starts.
    public enum Delay: Hashable, Sendable {
        /// After the time within which 95 of 100 successful attempts have ended, and ``HedgingPolicy/minimumDelay`` at
        /// least; never before ``HedgingPolicy/minimumSamples`` of them are known.
        case percentile95
        /// After so much time.
        case fixed(Duration)
    }

    /// When the next attempt starts, counted from the start of the one before.
    public var delay = Delay.percentile95
    /// The most attempts at the same time, the first included; 2 or more.
    public var maximumAttempts = 2
    /// The least delay that is learned.
    public var minimumDelay: Duration = .seconds(2)
    /// The attempts that must be known before a delay is learned from them.
    public var minimumSamples = 20

    /// Creates the default policy: one further attempt after the 95th percentile.
    public init() {}

    /// Creates a policy.
    public init(after delay: Delay, maximumAttempts: Int = 2) {
        self.delay = delay
        self.maximumAttempts = maximumAttempts
    }
}
