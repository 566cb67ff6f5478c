/// What of a request's head decides whether it is served.
package struct RequestHead: Hashable, Sendable {
    package var method: String
    /// The path and the query, as they came.
    package var target: String
    /// `Host`, or `:authority`.
    package var host: String?
    /// Whether it names a second host.
    package var hasSecondHost = false
    package var origin: String?
    package var authorization: String?
    /// `x-api-key`, with which clients of Anthropic's interface show their token.
    package var apiKey: String?
    /// `anthropic-version`, which they send with every request.
    package var anthropicVersion: String?
    package var contentType: String?
    /// The length of the body that is announced; nil when none is.
    package var contentLength: String?
    /// Whether the body comes in pieces, without a length.
    package var isChunked = false
    /// `Sec-Fetch-Site`, which browsers send and pages cannot change.
    package var fetchSite: String?

    /// Whether a body follows.
    package var hasBody: Bool { self.isChunked || (self.contentLength ?? "0") != "0" }

    /// The host of a target in absolute form (`http://host/path`); nil for any other target.
    package static func host(inTarget target: String) -> String? {
        guard let scheme = target.firstRange(of: "://") else { return nil }
        return String(target[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    }

    package init(_ method: String, _ target: String, host: String? = nil) {
        self.method = method
        self.target = target
        self.host = host
    }
}
