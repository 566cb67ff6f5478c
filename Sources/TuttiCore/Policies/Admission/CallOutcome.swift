/// How a call of a provider ended, as far as its limits are concerned.
package enum CallOutcome: Hashable, Sendable {
    /// It gave an answer.
    case succeeded
    /// There were too many calls (429); `retryAfter` is the least time before the next one.
    case rateLimited(retryAfter: Duration?)
    /// The provider has too much to do (503, 529).
    case overloaded(retryAfter: Duration?)
    /// Nothing came in the provider's time, as opposed to the caller's.
    case timedOut
    /// The provider failed: no connection, 5xx, a broken stream.
    case failed
    /// The provider is well, and the call was a mistake (4xx), or its quota is spent.
    case rejected
    /// Nobody waits for it any more: cancelled, or out of the caller's own time.
    case cancelled
}

extension CallOutcome {
    /// Whether fewer calls at the same time might have gone better.
    var asksForLess: Bool {
        switch self {
        case .rateLimited, .overloaded, .timedOut: true
        case .succeeded, .failed, .rejected, .cancelled: false
        }
    }

    /// The time for which the provider wants nobody to call.
    var retryAfter: Duration? {
        switch self {
        case .rateLimited(let time), .overloaded(let time): time
        case .succeeded, .timedOut, .failed, .rejected, .cancelled: nil
        }
    }

    /// What it says about the health of the provider.
    var breakerOutcome: CircuitBreaker.Outcome {
        switch self {
        case .succeeded: .succeeded
        case .overloaded, .timedOut, .failed: .failed
        case .rateLimited, .rejected, .cancelled: .neither
        }
    }

    /// The tokens that providers count for such a call when they tell none; nil for what was reserved.
    var usualTokens: Int? {
        switch self {
        case .rateLimited, .overloaded, .rejected: 0
        case .succeeded, .timedOut, .failed, .cancelled: nil
        }
    }
}

extension CallOutcome {
    /// What an error says of the provider that was called, by its advice alone.
    package static func usual(of error: any Error) -> CallOutcome {
        if error is CancellationError || error is AdmissionRefusal { return .cancelled }
        guard let advice = error as? any RetryAdvice else { return .failed }
        guard advice.isRetryable else { return .rejected }
        return advice.retryAfter.map { .rateLimited(retryAfter: $0) } ?? .failed
    }
}
