/// What an error knows about trying again; an error that does not conform may be tried again at once.
public protocol RetryAdvice: Error {
    /// Whether another attempt can succeed at all; false for a wrong key, a bad request, a spent quota.
    var isRetryable: Bool { get }

    /// The least time to wait, as the server asked for it.
    var retryAfter: Duration? { get }
}
