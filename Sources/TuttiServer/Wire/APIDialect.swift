/// Whose interface a client speaks, which decides the form of errors.
package enum APIDialect: Hashable, Sendable {
    case openAI
    case anthropic

    /// Anthropic's is told by its path, or by the header that its clients send everywhere.
    package init(_ head: RequestHead) {
        let path = head.target.prefix { $0 != "?" }
        let isMessages = path == "/v1/messages" || path.hasPrefix("/v1/messages/")
        self = isMessages || head.anthropicVersion != nil ? .anthropic : .openAI
    }
}
