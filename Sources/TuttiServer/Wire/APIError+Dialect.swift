package import TuttiJSON

extension APIError {
    /// The body of the response for a client.
    package func json(for dialect: APIDialect) -> JSONValue {
        switch dialect {
        case .openAI: self.json
        case .anthropic:
            ["type": "error", "error": ["type": .string(self.anthropicType), "message": .string(self.message)]]
        }
    }

    /// The family of the error as Anthropic's interface names it.
    private var anthropicType: String { Self.anthropicTypes[self.status] ?? Self.otherType(self.status) }

    private static let anthropicTypes = [
        401: "authentication_error", 403: "permission_error", 404: "not_found_error", 413: "request_too_large",
        429: "rate_limit_error", 503: "overloaded_error", 504: "timeout_error",
    ]

    private static func otherType(_ status: Int) -> String { status < 500 ? "invalid_request_error" : "api_error" }
}
