/// The secret that clients show; never printed.
package struct AccessToken: Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// The fewest bytes, 128 bits in hexadecimal.
    package static let minimumLength = 32

    /// Takes a token; nil when it is shorter than ``minimumLength`` or has anything but visible ASCII characters.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (Self.minimumLength...512).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        self.bytes = bytes
    }

    /// Whether a header `Authorization` shows the token.
    ///
    /// The time it takes depends on the length of what is shown and on nothing else.
    package func isShown(by authorization: String?) -> Bool {
        let shown = Array((authorization ?? "").utf8)
        let scheme = Array("bearer ".utf8)
        guard shown.count > scheme.count, zip(shown, scheme).allSatisfy({ $0 | 0x20 == $1 }) else { return false }
        return self.isEqual(to: shown[scheme.count...])
    }

    /// Whether a header `x-api-key` shows the token, in the same time.
    package func isShown(byKey key: String?) -> Bool { key.map { self.isEqual(to: Array($0.utf8)[...]) } ?? false }

    private func isEqual(to candidate: ArraySlice<UInt8>) -> Bool {
        var difference = candidate.count ^ self.bytes.count
        for (index, byte) in candidate.enumerated() {
            difference |= Int(byte ^ self.bytes[index % self.bytes.count])
        }
        return difference == 0
    }

    /// The token itself, for those who take it out of texts.
    package var exposed: String { String(decoding: self.bytes, as: UTF8.self) }

    package var description: String { "AccessToken(…)" }
}
