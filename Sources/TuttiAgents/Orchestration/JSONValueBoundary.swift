/// Finds where a JSON value ends while its bytes arrive; whether it is well-formed is for the parser to say.
///
/// text: ends with its closing quote · list, object: ends with the bracket that brings the depth back to none ·
/// number, word: ends before the first byte that belongs to what follows
struct JSONValueBoundary {
    /// What a byte is to the value.
    enum Place {
        /// The value goes on after it.
        case inside
        /// It is the last byte of the value.
        case last
        /// It is the first byte behind the value.
        case behind
    }

    private var depth = 0
    private var isInText = false
    private var isEscaped = false

    /// Takes the next byte; the first is that of the value, not the white space before it.
    mutating func take(_ byte: UInt8) -> Place {
        if self.isInText { return self.takeInText(byte) }
        switch byte {
        case UInt8(ascii: "\""):
            self.isInText = true
            return .inside
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            self.depth += 1
            return .inside
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            guard self.depth > 0 else { return .behind }
            self.depth -= 1
            return self.depth == 0 ? .last : .inside
        case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D: return self.depth == 0 ? .behind : .inside
        default: return .inside
        }
    }

    private mutating func takeInText(_ byte: UInt8) -> Place {
        if self.isEscaped {
            self.isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            self.isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            self.isInText = false
            return self.depth == 0 ? .last : .inside
        }
        return .inside
    }
}
