/// Decides by the head of a request whether it is served, before anything of its body is read.
///
/// The server acts for whoever can reach it, and pages in a browser on this machine can: a page sends its origin, and one
/// that has rebound its name to this machine sends that name as the host. Neither is served.
package struct RequestGuard: Sendable {
    /// The host names that are served, in lower case and without a port; an IPv6 address has its brackets.
    package var hosts: Set<String> = Self.loopback
    /// What clients have to show; nil serves everybody who can reach the server.
    package var token: AccessToken?
    /// The most bytes of a body.
    package var maximumBodyBytes = 1 << 20
    /// The most bytes of a path with its query.
    package var maximumTargetBytes = 2_048

    /// The names of this machine.
    package static let loopback: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    package init() {}

    /// The route of a request that is served.
    ///
    /// - Throws: ``APIError`` with 414 for a path that is too long, 400 for a host that is none or a token in the path, 421
    ///   for a host and 403 for an origin that is not ours, 401 without the token, 404 and 405 for what does not exist, 415 for a body that is not JSON, 413 for one that
    ///   is too long.
    package func route(_ head: RequestHead) throws(APIError) -> Route {
        guard head.target.utf8.count <= self.maximumTargetBytes else {
            throw APIError(414, "invalid_request_error", "path_too_long", "the path is too long")
        }
        try self.checkHost(head)
        try self.checkOrigin(head)
        let end = head.target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? head.target.endIndex
        let (path, query) = (head.target[..<end], head.target[end...].dropFirst())
        try self.checkQuery(query)
        let route = Result { () throws(APIError) in try Route(head.method, path, query: query) }
        // Before a missing path is told from one that is there.
        if (try? route.get())?.isOpen != true { try self.checkToken(head) }
        if head.method == "POST" {
            try self.checkBody(head)
        } else if head.hasBody {
            throw .invalid("a body is not expected", code: "unexpected_body")
        }
        return try route.get()
    }

    private func checkHost(_ head: RequestHead) throws(APIError) {
        guard !head.hasSecondHost, let host = head.host, let name = Self.name(ofHost: host) else {
            throw .invalid("there must be one Host: a name or an address, and a port", code: "invalid_host")
        }
        guard self.hosts.contains(name) else {
            throw APIError(421, "invalid_request_error", "wrong_host", "this host is not served here")
        }
    }

    private func checkOrigin(_ head: RequestHead) throws(APIError) {
        let isForeign = head.origin.map { $0.lowercased() != "http://\((head.host ?? "").lowercased())" } ?? false
        let isCross = head.fetchSite.map { $0 != "same-origin" && $0 != "none" } ?? false
        guard !isForeign, !isCross else {
            throw APIError(403, "permission_error", "foreign_origin", "requests of other origins are not served")
        }
    }

    /// What is in a URL is written to logs and histories, and sent on as the referrer.
    private func checkQuery(_ query: Substring) throws(APIError) {
        guard !query.isEmpty else { return }
        let names = query.split(separator: "&").map { $0.prefix { $0 != "=" }.lowercased() }
        guard names.allSatisfy({ !Self.secretNames.contains($0) }) else {
            throw .invalid(
                "the token does not belong into the URL: Authorization: Bearer TOKEN", code: "token_in_url")
        }
    }

    private static let secretNames: Set<String> = [
        "access_token", "api-key", "api_key", "apikey", "auth", "authorization", "bearer", "key", "token", "x-api-key",
    ]

    private func checkToken(_ head: RequestHead) throws(APIError) {
        guard let token, !token.isShown(by: head.authorization), !token.isShown(byKey: head.apiKey) else { return }
        throw APIError(
            401, "authentication_error", "invalid_api_key",
            "the token is missing or wrong: Authorization: Bearer TOKEN",
            headers: ["www-authenticate": "Bearer"])
    }

    private func checkBody(_ head: RequestHead) throws(APIError) {
        guard head.contentType.map(Self.isJSON) == true else {
            throw APIError(415, "invalid_request_error", "not_json", "the body must be application/json")
        }
        guard let length = head.contentLength else { return }
        guard let length = Int(length), length >= 0 else { throw .invalid("Content-Length is no length") }
        guard length <= self.maximumBodyBytes else { throw .tooLarge(limit: self.maximumBodyBytes) }
    }

    private static func isJSON(_ contentType: String) -> Bool {
        let name = "application/json"
        return contentType == name || contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " } == name
    }

    /// The name in a `Host`, without its port; nil when it has another form.
    private static func name(ofHost host: String) -> String? {
        var host = host
        return host.withUTF8 { bytes in
            let isAddress = bytes.first == UInt8(ascii: "[")
            let mark = bytes.firstIndex(of: UInt8(ascii: isAddress ? "]" : ":"))
            let end = mark.map { isAddress ? $0 + 1 : $0 } ?? bytes.count
            let port = bytes[end...].dropFirst()
            let isPort =
                end == bytes.count
                || (bytes[end] == UInt8(ascii: ":") && (1...5).contains(port.count) && port.allSatisfy(Self.isDigit))
            guard end > 0, isPort, isAddress == (bytes[end - 1] == UInt8(ascii: "]")),
                bytes[..<end].allSatisfy(Self.isOfName)
            else { return nil }
            return String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Letters, digits, and what stands between them in names and addresses.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"): true
        default: Self.isDigit(byte)
        }
    }
}
