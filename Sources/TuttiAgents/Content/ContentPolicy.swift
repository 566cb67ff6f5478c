/// Which names below the root of a library are looked at: what is hidden or looks like a secret never is.
struct ContentPolicy {
    private let fileExtensions: Set<String>

    init(fileExtensions: Set<String>) { self.fileExtensions = fileExtensions }

    private static let secretNames = [
        "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "credentials", "secrets", "passwords",
    ]
    private static let secretExtensions: Set<Substring> = [
        "pem", "key", "p8", "p12", "pfx", "jks", "keystore", "kdbx", "gpg", "asc", "ppk", "env",
    ]

    /// Whether a file of this name is one to read.
    func isNote(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return self.fileExtensions.contains(name[name.index(after: dot)...].lowercased())
    }

    /// Why a file or folder of this name is never opened, nil when it may be.
    static func objection(to name: String) -> String? {
        if name.isEmpty || name == "." || name == ".." { return "is no name of a file" }
        if name.hasPrefix(".") { return "is hidden" }
        // In a citation such a name could start a new line, or speak to the terminal.
        let isPrintable = name.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: true
            }
        }
        if !isPrintable || name.contains("/") { return "has a control character or a slash in its name" }
        let parts = name.lowercased().split(separator: ".")
        if parts.dropFirst().contains(where: Self.secretExtensions.contains) { return "looks like a key" }
        if let base = parts.first, Self.secretNames.contains(where: { base == $0 }) { return "looks like a secret" }
        return nil
    }

    /// Whether a text holds a private key, whatever its file is called.
    static func holdsPrivateKey(_ text: String) -> Bool {
        var rest = text[...]
        // Bounded by the size of a file; every step goes behind the marker it found.
        while let marker = rest.firstRange(of: "-----BEGIN ") {
            let label = rest[marker.upperBound...].prefix(40)
            if label.prefix(while: { $0 != "\n" }).contains("PRIVATE KEY") { return true }
            rest = rest[marker.upperBound...]
        }
        return false
    }
}
