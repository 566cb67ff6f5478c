package import TuttiModels

/// Host and port of a server.
package struct ServerAddress: Hashable, Sendable {
    package var host: String
    package var port: Int

    /// Takes them from the address of an interface.
    package init(_ url: BaseURL) {
        let isSecure = url.text.lowercased().hasPrefix("https:")
        let authority = url.text.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : nil
        let port = authority[(end ?? authority.startIndex)...].drop { $0 != ":" }
        self.host = String(authority[..<port.startIndex])
        self.port = Int(port.dropFirst()) ?? (isSecure ? 443 : 80)
    }
}
