import TuttiCore

/// The error of an agent that fails because a test says so.
struct TestFailure: RetryAdvice, CustomStringConvertible {
    var description: String
    var isRetryable = true
    var retryAfter: Duration?

    init(_ description: String = "refused", isRetryable: Bool = true, retryAfter: Duration? = nil) {
        self.description = description
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
    }
}
