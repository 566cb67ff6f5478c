/// The identity of a run: 80 random bits in Crockford's base 32, safe in file names and URLs.
public struct RunID: Hashable, Sendable {
    private enum Storage: Hashable, Sendable {
        case bits(UInt64, UInt16)
        case text(String)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private let storage: Storage

    /// Takes an identity that was given before, as it is.
    public init(_ description: String) { self.storage = Self.bits(of: description) ?? .text(description) }

    private init(_ high: UInt64, _ low: UInt16) { self.storage = .bits(high, low) }

    /// Draws an identity.
    public static func random(using generator: inout some RandomNumberGenerator) -> RunID {
        RunID(generator.next(), UInt16(truncatingIfNeeded: generator.next()))
    }

    /// The bits of a text that has the form of a drawn identity.
    private static func bits(of text: String) -> Storage? {
        guard text.utf8.count == 16 else { return nil }
        var (high, low) = (UInt64(0), UInt16(0))
        for byte in text.utf8 {
            guard let digit = self.alphabet.firstIndex(of: byte) else { return nil }
            high = high << 5 | UInt64(low >> 11)
            low = low << 5 | UInt16(digit)
        }
        return .bits(high, low)
    }
}

extension RunID: CustomStringConvertible {
    /// The text.
    public var description: String {
        switch self.storage {
        case .text(let text): return text
        case .bits(var high, var low):
            return String(unsafeUninitializedCapacity: 16) { digits in
                for place in (0..<16).reversed() {
                    digits[place] = Self.alphabet[Int(low & 31)]
                    low = low >> 5 | UInt16(truncatingIfNeeded: (high & 31) << 11)
                    high >>= 5
                }
                return 16
            }
        }
    }
}
