extension ProviderFailure {
    /// The most that is shown of a provider's own sentence, in characters.
    static let maximumSentence = 500

    /// The error for a person: what happened, what the provider said, what to do.
    package func error(for endpoint: ModelEndpoint, retry: RetryAdvice = .none) -> ModelError {
        let code = self.code
        let place = self.status.map { " (HTTP \($0))" } ?? ""
        let said = self.message.flatMap { endpoint.clean($0, limit: Self.maximumSentence) }.map { ": \($0)" } ?? ""
        let closed = said.last.map { ".!?".contains($0) } ?? false
        let message =
            "\(endpoint.label) \(Self.summary(of: code))\(place)\(said)\(closed ? "" : ".") \(endpoint.advice(for: code))"
        var error = ModelError(code, message, status: self.status)
        switch retry {
        case .none: break
        case .after(let wait): error.retryAfter = wait
        case .never: error.isRetryable = false
        }
        return endpoint.sign(error)
    }

    private static func summary(of code: ModelError.Code) -> String {
        switch code {
        case .rateLimited: "asks us to slow down"
        case .quotaExceeded: "says that the quota or the credit is used up"
        case .overloaded: "is overloaded"
        case .unauthorized: "did not accept the key"
        case .contextTooLong: "cannot read that much text"
        case .notFound: "does not know what was asked for"
        case .refused: "declined to answer"
        case .timedOut: "took too long"
        case .invalidRequest: "did not accept the request"
        case .misconfigured: "sends us elsewhere, and we do not follow"
        default: "failed"
        }
    }
}
