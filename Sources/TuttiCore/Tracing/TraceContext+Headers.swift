extension TraceContext {
    /// The most bytes of a `tracestate` that are handed on.
    private static let maximumState = 512
    /// The bytes of a `traceparent` of the version that is known.
    private static let length = 55

    /// Reads the headers of a request; nil when `traceparent` is missing or has anything wrong: a new trace begins then.
    ///
    /// A `tracestate` that is wrong, or too long to be handed on whole, is left out.
    package init?(traceparent: String?, tracestate: String? = nil) {
        guard let bytes = traceparent.map({ Array($0.utf8) }), bytes.count >= Self.length,
            [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let version = Self.number(bytes[0..<2]), version != 0xFF,
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]),
            let span = Self.number(bytes[36..<52]), let flags = Self.number(bytes[53..<55]),
            high | low != 0, span != 0
        else { return nil }
        // A later version may go on behind what is known of it.
        let isWhole = bytes.count == Self.length
        guard isWhole || (version > 0 && bytes[Self.length] == UInt8(ascii: "-")) else { return nil }
        self.init(trace: TraceID(high: high, low: low), span: span, isSampled: flags & 1 == 1)
        if let tracestate, Self.isState(tracestate) { self.state = tracestate }
    }

    /// The header `traceparent` of a request that is made here.
    package var traceparent: String {
        "00-\(self.trace)-\(Self.hexadecimal(self.span))-\(self.isSampled ? "01" : "00")"
    }

    /// A number in hexadecimal, 16 digits in lower case.
    package static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The number that lower-case digits stand for; nil for anything else.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
    }

    private static func isState(_ text: String) -> Bool {
        guard text.utf8.count <= Self.maximumState, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return false
        }
        let members = text.split(separator: ",").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
        return (1...32).contains(members.count)
            && members.allSatisfy { member in
                let key = member.prefix { $0 != "=" }
                return !key.isEmpty && key.count < member.count
                    && key.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "_-*/@".utf8.contains($0)
                    }
            }
    }
}

extension TraceContext.TraceID: CustomStringConvertible {
    /// 32 digits in lower case.
    package var description: String {
        TraceContext.hexadecimal(self.high) + TraceContext.hexadecimal(self.low)
    }
}
