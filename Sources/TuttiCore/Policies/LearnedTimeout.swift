/// A timeout that follows what was measured: the 99th percentile of the agent's successful attempts, times a factor.
public struct LearnedTimeout: Hashable, Sendable {
    /// What the percentile is multiplied by; 1 or more.
    public var factor = 1.5
    /// The least timeout that is learned.
    public var minimum: Duration = .milliseconds(100)
    /// The most timeout that is learned, and the timeout while too little is known.
    public var maximum: Duration = .seconds(30)
    /// The attempts that must be known before a timeout is learned from them.
    public var minimumSamples = 20

    /// Creates the default policy.
    public init() {}
}
