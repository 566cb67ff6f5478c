/// What a provider said about a failure, read out of its own format; pure facts, not yet judged.
package struct ProviderFailure: Error, Hashable, Sendable {
    /// The HTTP status; nil for an error inside a stream that had begun with 200.
    package var status: Int?
    /// Every word of the error that may name its class: type, code, nested code.
    package var words: [String] = []
    /// The provider's own sentence.
    package var message: String?

    package init(status: Int?, words: [String] = [], message: String? = nil) {
        self.status = status
        self.words = words
        self.message = message
    }

    /// The class: first what the words say, then the sentences known to say more than their words, then the status.
    package var code: ModelError.Code {
        let sentence = self.message?.lowercased() ?? ""
        let bySentence = Self.sentences.first { sentence.contains($0.part) }?.code
        let byWord = self.words.lazy.compactMap { Self.words[$0.lowercased()] }.first
        // A missing key and an empty account both come as an "invalid request", an overload as a "server error": of words
        // as wide as these the rest knows more.
        guard let byWord, byWord != .invalidRequest, byWord != .serverError else {
            return bySentence ?? self.status.map(Self.code(forStatus:)) ?? byWord ?? .serverError
        }
        return byWord
    }

    /// The words of OpenAI, Anthropic, llama.cpp and those who follow them.
    private static let words: [String: ModelError.Code] = [
        "rate_limit_exceeded": .rateLimited, "rate_limit_error": .rateLimited, "too_many_requests": .rateLimited,
        "enforced_spend_limit_reached": .quotaExceeded, "insufficient_quota": .quotaExceeded,
        "credit_balance_exhausted": .quotaExceeded, "billing_error": .quotaExceeded,
        "billing_hard_limit_reached": .quotaExceeded, "billing_not_active": .quotaExceeded,
        "overloaded_error": .overloaded, "server_overloaded": .overloaded, "engine_overloaded": .overloaded,
        "unavailable_error": .overloaded, "service_unavailable": .overloaded, "slow_down": .overloaded,
        "api_error": .serverError, "server_error": .serverError, "internal_server_error": .serverError,
        "timeout_error": .timedOut, "request_timeout": .timedOut,
        "authentication_error": .unauthorized, "invalid_api_key": .unauthorized, "permission_error": .unauthorized,
        "permission_denied": .unauthorized,
        "context_length_exceeded": .contextTooLong, "exceed_context_size_error": .contextTooLong,
        "request_too_large": .contextTooLong, "string_above_max_length": .contextTooLong,
        "not_found_error": .notFound, "model_not_found": .notFound,
        "content_filter": .refused, "content_policy_violation": .refused, "refusal": .refused,
        "invalid_request_error": .invalidRequest, "invalid_prompt": .invalidRequest,
    ]

    private static let sentences: [(part: String, code: ModelError.Code)] = [
        ("credit balance is too low", .quotaExceeded), ("prompt is too long", .contextTooLong),
        ("maximum context length", .contextTooLong), ("exceeds the available context size", .contextTooLong),
    ]

    private static func code(forStatus status: Int) -> ModelError.Code {
        switch status {
        case 401, 403: .unauthorized
        case 402: .quotaExceeded
        case 404, 410: .notFound
        case 408: .timedOut
        case 413: .contextTooLong
        case 429: .rateLimited
        case 503, 529: .overloaded
        case 409, 425, 500...: .serverError
        case 300..<400: .misconfigured
        default: .invalidRequest
        }
    }
}
