/// How often an agent came to which end, in the runs that a ``DurationHistory`` has seen.
public struct AgentOutcomes: Hashable, Sendable {
    /// It gave a result of its own.
    public var succeeded = 0
    /// Its last attempt failed, whether a fallback stood in or not.
    public var failed = 0
    /// Its time was over, whether a fallback stood in or not.
    public var timedOut = 0

    /// How often it was asked.
    public var asked: Int { self.succeeded + self.failed + self.timedOut }

    /// Creates an empty count.
    public init() {}

    static func += (left: inout Self, right: Self) {
        left.succeeded &+= right.succeeded
        left.failed &+= right.failed
        left.timedOut &+= right.timedOut
    }
}
