/// The checked address of a provider's interface: `https://api.openai.com/v1`, without a slash at the end.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    /// The address.
    public let text: String

    /// Checks an address: `http` or `https`, a host, and nothing after the path.
    ///
    /// - Throws: ``ModelError`` `misconfigured`. An address that carries a password is refused and not repeated.
    public init(_ text: String) throws(ModelError) {
        var address = text.trimmingWhiteSpace()
        while address.hasSuffix("/") { address.removeLast() }
        let scheme = ["http://", "https://"].first { address.lowercased().hasPrefix($0) }
        let rest = address.dropFirst(scheme?.count ?? 0)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else {
            throw ModelError(
                .misconfigured, "The address has a user or a password in it. Put the key into its own variable.")
        }
        guard scheme != nil, Self.isHost(authority), rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !rest.contains("?"), !rest.contains("#")
        else {
            let shown = Redaction.clean(text, secrets: [], limit: 100) ?? ""
            throw ModelError(
                .misconfigured, "\"\(shown)\" is not a server's address. Write it like http://127.0.0.1:8080/v1.")
        }
        self.text = address
    }

    init(known text: String) { self.text = text }

    /// Whether it is an address of this machine.
    package var isLoopback: Bool {
        let rest = self.text.lowercased().drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { $0 != "/" }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let isNumeric = host.allSatisfy { $0.isNumber || $0 == "." }
        return ["localhost", "[::1]"].contains(String(host)) || (isNumeric && host.hasPrefix("127."))
    }

    /// The address of something below this one; `path` begins with a slash.
    package func appending(_ path: String) -> String { self.text + path }

    /// The address.
    public var description: String { self.text }

    private static func isHost(_ authority: Substring) -> Bool {
        let isBracketed = authority.hasPrefix("[")
        let end = isBracketed ? authority.firstIndex(of: "]") : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let end else { return false }
        let host = isBracketed ? authority[..<end].dropFirst() : authority[..<end]
        let port = authority[end...].drop { $0 == "]" }
        let isPort = port.isEmpty || port.hasPrefix(":") && UInt16(port.dropFirst()).map { $0 > 0 } == true
        return !host.isEmpty && isPort
            && host.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0) || isBracketed && $0 == ":")
            }
    }
}
