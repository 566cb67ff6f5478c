/// Why an agent has no result.
public enum MissingReason: String, Hashable, Sendable, CustomStringConvertible {
    /// It failed.
    case failed
    /// It took longer than it was given.
    case timedOut
    /// It was cancelled.
    case cancelled
    /// It was not asked, because an agent that it needs has no result or its condition was not met.
    case skipped
    /// It has not ended by the time at which the one that wants it had to begin.
    case notYet

    /// The reason for a person.
    public var description: String {
        switch self {
        case .failed: "failed"
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        case .notYet: "not ready in time"
        }
    }
}
