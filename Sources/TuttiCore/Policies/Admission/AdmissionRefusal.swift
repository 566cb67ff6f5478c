/// A provider was not called: by its limits the call could not begin in time, or it is left alone.
public struct AdmissionRefusal: RetryAdvice, Hashable, CustomStringConvertible {
    /// Why.
    public enum Reason: Hashable, Sendable {
        /// So many wait that there is no place to wait.
        case queueFull
        /// The caller's time is over before the provider grants the call.
        case deadline
        /// Too many of the latest calls have failed: nobody calls for a while.
        case circuitOpen
    }

    /// The provider.
    public var provider: String
    /// Why.
    public var reason: Reason
    /// Whether there is a chance at all; the executor compares ``retryAfter`` with the time of the agent.
    public var isRetryable = true
    /// The time after which a call has a chance; nil when nobody knows.
    public var retryAfter: Duration?

    /// What happened, and when to come again.
    public var description: String {
        let why =
            switch self.reason {
            case .queueFull: "too many calls wait for it already"
            case .deadline: "the time of the call would be over before its limits allow it"
            case .circuitOpen: "too many of the latest calls have failed"
            }
        let later = self.retryAfter.map { "; there is a chance in \($0.shortText)" } ?? ""
        return "\(self.provider) was not called: \(why)\(later)"
    }
}
