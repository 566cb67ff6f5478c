/// Names an effect outside of a run, so that who is asked for it twice can do it once.
///
/// Parts, such as a run and an agent, joined by dots: letters, digits, `-` and `_` stand for themselves, any other byte
/// is `%` and two digits. So different parts give different keys, and a key can stand in a header, a variable or a URL.
struct IdempotencyKey: CustomStringConvertible {
    private static let digits = Array("0123456789ABCDEF".utf8)

    let description: String

    /// Creates a key.
    ///
    /// - Parameter scope: A key that it is a part of; it stands first, as it is.
    init(in scope: String? = nil, _ parts: String...) {
        self.description = ((scope.map { [$0] } ?? []) + parts.map(Self.escaped)).joined(separator: ".")
    }

    /// Sixteen digits that stand for texts (FNV-1a), where these are too long for a key.
    ///
    /// The same on every platform and in every process, which Swift's own hash is not. Tells the few effects of one
    /// attempt apart, not more.
    static func digest(of parts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        // What no text contains stands between two.
        for byte in parts.map({ Array($0.utf8) }).joined(separator: [0xFF]) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func escaped(_ part: String) -> String {
        var bytes: [UInt8] = []
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), self.digits[Int(byte >> 4)], self.digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
