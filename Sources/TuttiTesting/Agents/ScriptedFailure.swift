public import TuttiCore

/// What a scripted attempt fails with, and what it says about trying again.
public struct ScriptedFailure: RetryAdvice, Hashable, CustomStringConvertible {
    /// What went wrong, in words.
    public var message: String
    /// Whether another attempt can succeed.
    public var isRetryable: Bool
    /// The least time to wait before it.
    public var retryAfter: Duration?

    /// Creates a failure that may be tried again at once.
    public init(_ message: String = "scripted failure", isRetryable: Bool = true, retryAfter: Duration? = nil) {
        self.message = message
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
    }

    /// The message.
    public var description: String { self.message }
}
