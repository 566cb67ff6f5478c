/// Takes secrets out of a text: those that are known by their value, and what looks like one.
///
/// By pattern: keys that begin as those of providers do, what follows `Bearer`, and the value of anything that ends in
/// `key=`, `token=`, `secret=` or `password=`.
package struct LogRedaction: Sendable {
    /// What stands where a secret stood.
    package static let mark = "<secret>"
    /// The fewest bytes of a secret that is known: shorter ones would tear words apart.
    private static let minimumLength = 4
    /// The fewest bytes behind the beginning of a key.
    private static let minimumKey = 8

    private static let keyPrefixes = ["sk-", "xai-", "gsk_", "AIza", "ghp_", "github_pat_", "xoxb-"].map {
        Array($0.utf8)
    }
    private static let names = ["key=", "token=", "secret=", "password="].map { Array($0.utf8) }
    private static let bearer = Array("bearer ".utf8)

    private let secrets: [[UInt8]]

    package init(secrets: [String] = []) {
        // The longest first: one may begin with another.
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= Self.minimumLength }
            .sorted { $0.count > $1.count }
    }

    /// The text without secrets.
    package func clean(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var (place, isClean) = (0, true)
        while place < bytes.count {
            guard let (kept, length) = self.secret(at: place, of: bytes) else {
                result.append(bytes[place])
                place += 1
                continue
            }
            isClean = false
            result += bytes[place..<place + kept]
            result += Self.mark.utf8
            place += kept + length
        }
        // Whole secrets were taken out of whole characters.
        return isClean ? text : String(decoding: result, as: UTF8.self)
    }

    /// The bytes at a place that may stay, and the length of the secret behind them; nil where there is none.
    private func secret(at place: Int, of bytes: [UInt8]) -> (kept: Int, length: Int)? {
        for secret in self.secrets where Self.stands(secret, at: place, of: bytes) { return (0, secret.count) }
        let isInWord = place > 0 && Self.isOfKey(bytes[place - 1])
        for prefix in Self.keyPrefixes where !isInWord && Self.stands(prefix, at: place, of: bytes) {
            let length = Self.length(from: place + prefix.count, of: bytes, while: Self.isOfKey)
            if length >= Self.minimumKey { return (0, prefix.count + length) }
        }
        if Self.stands(Self.bearer, at: place, of: bytes, ignoringCase: true) {
            let length = Self.length(from: place + Self.bearer.count, of: bytes) { $0 > 0x20 }
            if length > 0 { return (Self.bearer.count, length) }
        }
        for name in Self.names where Self.stands(name, at: place, of: bytes, ignoringCase: true) {
            let length = Self.length(from: place + name.count, of: bytes) { $0 > 0x20 && !"&;,\"'".utf8.contains($0) }
            if length > 0 { return (name.count, length) }
        }
        return nil
    }

    private static func stands(
        _ pattern: [UInt8], at place: Int, of bytes: [UInt8], ignoringCase: Bool = false
    ) -> Bool {
        guard place + pattern.count <= bytes.count else { return false }
        for (offset, byte) in pattern.enumerated() {
            let other = bytes[place + offset]
            let isLetter = (0x41...0x5A).contains(other)
            guard byte == (ignoringCase && isLetter ? other | 0x20 : other) else { return false }
        }
        return true
    }

    private static func length(from start: Int, of bytes: [UInt8], while isPart: (UInt8) -> Bool) -> Int {
        var end = start
        while end < bytes.count, isPart(bytes[end]) { end += 1 }
        return end - start
    }

    private static func isOfKey(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "_-*.".utf8.contains(byte)
    }
}
