internal import HTTPTypes

/// Names that the library has no constants for; made once, as each is checked when it is made.
extension HTTPField.Name {
    static let apiKey = Self.known("x-api-key")
    static let anthropicVersion = Self.known("anthropic-version")
    static let deadline = Self.known("x-deadline-ms")
    static let fetchSite = Self.known("sec-fetch-site")
    static let host = Self.known("host")
    static let idempotencyKey = Self.known("idempotency-key")
    static let lastEventID = Self.known("last-event-id")
    /// What OpenAI's clients know a request by.
    static let openAIRequestID = Self.known("x-request-id")
    /// What Anthropic's clients know a request by.
    static let anthropicRequestID = Self.known("request-id")

    static let traceparent = Self.known("traceparent")
    static let tracestate = Self.known("tracestate")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no name of a field") }
        return name
    }
}
