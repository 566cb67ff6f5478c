/// Where a model is, and how to speak about it: every error about it is worded and signed here, so none shows a key.
package struct ModelEndpoint: Sendable {
    /// The provider.
    package var provider: ModelProvider
    /// The address of its interface.
    package var baseURL: BaseURL
    /// The model.
    package var model: String
    /// The key, nil where none is needed.
    package var key: Secret?

    package init(provider: ModelProvider, baseURL: BaseURL, model: String, key: Secret?) {
        self.provider = provider
        self.baseURL = baseURL
        self.model = model
        self.key = key
    }

    /// The provider for a person, with its address unless it is the usual one.
    package var label: String {
        self.baseURL == self.provider.officialURL
            ? self.provider.label : "\(self.provider.label) at \(self.baseURL.text)"
    }

    /// The text without keys and controls, on one line.
    package func clean(_ text: String, limit: Int) -> String? {
        Redaction.clean(text, secrets: self.key.map { [$0] } ?? [], limit: limit)
    }

    /// The error with the provider's and the model's name on it.
    package func sign(_ error: ModelError) -> ModelError {
        var signed = error
        signed.provider = self.provider.rawValue
        signed.model = self.model
        return signed
    }

    /// What a person can do about a failure of this class.
    package func advice(for code: ModelError.Code) -> String {
        switch code {
        case .rateLimited, .overloaded, .serverError, .timedOut, .truncated: "Try again later."
        case .quotaExceeded: "Add credit there, or choose another model with --model."
        case .unauthorized:
            self.key == nil ? "Set \(self.provider.keyVariable)." : "Check \(self.provider.keyVariable)."
        case .contextTooLong: "Ask with less text, or choose a model with a larger context."
        case .notFound: "Check the model's name (\(self.model)) and \(self.provider.addressAdvice)."
        case .refused: "Ask in another way."
        case .misconfigured: "Check \(self.provider.addressAdvice)."
        case .connectionFailed: "Check that the server runs, and \(self.provider.addressAdvice)."
        case .malformedResponse: "Check \(self.provider.addressAdvice), or try again."
        default: "Check the request."
        }
    }

    /// The error of a request that got no whole response.
    package func error(for failure: HTTPTransportError, hasText: Bool) -> ModelError {
        let code: ModelError.Code =
            switch failure.code {
            case .refused, .unknownHost, .insecure, .connectTimeout, .other: .connectionFailed
            // Broken off after the first text is a truncated answer: what is there is kept and flagged.
            case .disconnected: hasText ? .truncated : .connectionFailed
            case .idle: hasText ? .truncated : .timedOut
            case .timeout: .timedOut
            case .malformed: .malformedResponse
            case .invalidRequest: .misconfigured
            }
        let said = self.clean(failure.message, limit: 300) ?? failure.code.rawValue
        let advice = self.advice(for: code)
        return self.sign(ModelError(code, "\(self.label): \(said) \(advice)"))
    }

    /// The error of a stream that could not be decoded to its end.
    package func error(for failure: StreamFailure) -> ModelError {
        switch failure {
        case .provider(let failure): return failure.error(for: self)
        case .malformed(let what):
            let shown = self.clean(what, limit: 300) ?? ""
            let advice = self.advice(for: .malformedResponse)
            return self.sign(
                ModelError(.malformedResponse, "\(self.label) sent what is not its protocol: \(shown). \(advice)"))
        case .refused(let reason):
            return ProviderFailure(status: nil, words: ["refusal"], message: reason).error(for: self)
        }
    }
}
