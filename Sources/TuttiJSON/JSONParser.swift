/// A strict RFC 8259 reader over bytes: no trailing commas, no NaN, valid UTF-8, bounded depth, no duplicate keys.
struct JSONParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private(set) var position: Int

    init(_ bytes: [UInt8], from position: Int = 0, maximumDepth: Int) {
        self.bytes = bytes
        self.position = position
        self.maximumDepth = maximumDepth
    }

    /// Reads one value and requires that nothing but white space follows.
    mutating func parseDocument() throws(JSONError) -> JSONValue {
        let value = try self.parseValue(depth: 0)
        self.skipWhiteSpace()
        guard self.position == self.bytes.count else { throw self.error("unexpected text after the value") }
        return value
    }

    /// Reads one value and stays behind its last byte.
    mutating func parseValue(depth: Int = 0) throws(JSONError) -> JSONValue {
        self.skipWhiteSpace()
        guard let byte = self.peek else { throw self.error("unexpected end") }
        switch byte {
        case UInt8(ascii: "{"): return try self.parseObject(depth: depth + 1)
        case UInt8(ascii: "["): return try self.parseArray(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try self.parseString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try self.parseNumber()
        case UInt8(ascii: "t"): return try self.parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try self.parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try self.parseWord("null", .null)
        default: throw self.error("unexpected \(Self.describe(byte))")
        }
    }

    // MARK: Containers

    private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
        try self.enter(depth)
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        if self.take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        repeat {
            self.skipWhiteSpace()
            guard self.peek == UInt8(ascii: "\"") else { throw self.error("expected a key in double quotes") }
            let start = self.position
            let key = try self.parseString()
            guard Self.isNew(key, among: members, &seen) else {
                throw self.error("duplicate key \"\(key)\"", at: start)
            }
            guard self.take(UInt8(ascii: ":")) else { throw self.error("expected ':' after the key \"\(key)\"") }
            members.append(.init(key: key, value: try self.parseValue(depth: depth)))
        } while self.take(UInt8(ascii: ","))
        guard self.take(UInt8(ascii: "}")) else { throw self.error("expected ',' or '}'") }
        return .object(JSONObject(distinct: members))
    }

    /// A hostile object may have many keys; most have few, among which looking is cheaper than hashing.
    private static func isNew(_ key: String, among members: [JSONObject.Member], _ seen: inout Set<String>) -> Bool {
        guard members.count >= 8 else { return !members.contains { $0.key == key } }
        if seen.isEmpty { seen = Set(members.map(\.key)) }
        return seen.insert(key).inserted
    }

    private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
        try self.enter(depth)
        var elements: [JSONValue] = []
        if self.take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try self.parseValue(depth: depth))
        } while self.take(UInt8(ascii: ","))
        guard self.take(UInt8(ascii: "]")) else { throw self.error("expected ',' or ']'") }
        return .array(elements)
    }

    private mutating func enter(_ depth: Int) throws(JSONError) {
        guard depth <= self.maximumDepth else { throw self.error("nested deeper than \(self.maximumDepth) levels") }
        self.position += 1
    }

    // MARK: Scalars

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let matches = word.withUTF8Buffer { self.bytes[self.position...].starts(with: $0) }
        guard matches else { throw self.error("unexpected \(Self.describe(self.bytes[self.position]))") }
        self.position += word.utf8CodeUnitCount
        return value
    }

    private mutating func parseNumber() throws(JSONError) -> JSONValue {
        let start = self.position
        if self.peek == UInt8(ascii: "-") { self.position += 1 }
        let integerStart = self.position
        guard self.skipDigits() > 0 else { throw self.error("expected a digit") }
        if self.bytes[integerStart] == UInt8(ascii: "0"), self.position > integerStart + 1 {
            throw self.error("a number does not start with 0", at: integerStart)
        }
        var isInteger = true
        if self.peek == UInt8(ascii: ".") {
            isInteger = false
            self.position += 1
            guard self.skipDigits() > 0 else { throw self.error("expected a digit after '.'") }
        }
        if self.peek == UInt8(ascii: "e") || self.peek == UInt8(ascii: "E") {
            isInteger = false
            self.position += 1
            if self.peek == UInt8(ascii: "+") || self.peek == UInt8(ascii: "-") { self.position += 1 }
            guard self.skipDigits() > 0 else { throw self.error("expected a digit in the exponent") }
        }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite else { throw self.error("number out of range", at: start) }
        return .double(double)
    }

    private mutating func parseString() throws(JSONError) -> String {
        let start = self.position
        self.position += 1
        if let text = self.parsePlainString() { return text }
        var content: [UInt8] = []
        while let byte = self.peek {
            switch byte {
            case UInt8(ascii: "\""):
                self.position += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw self.error("invalid UTF-8 in a string", at: start)
                }
                return text
            case UInt8(ascii: "\\"): try self.parseEscape(into: &content)
            case 0..<0x20: throw self.error("control character in a string")
            default:
                content.append(byte)
                self.position += 1
            }
        }
        throw self.error("string without end", at: start)
    }

    /// Reads the rest of a string of ASCII without escapes, as most are: it needs no copy and no check. Nil, and nothing
    /// is read, when it is another one.
    private mutating func parsePlainString() -> String? {
        var end = self.position
        while end < self.bytes.count, (0x20..<0x80).contains(self.bytes[end]) {
            switch self.bytes[end] {
            case UInt8(ascii: "\""):
                defer { self.position = end + 1 }
                return self.bytes.withUnsafeBufferPointer { bytes in
                    String(decoding: UnsafeBufferPointer(rebasing: bytes[self.position..<end]), as: UTF8.self)
                }
            case UInt8(ascii: "\\"): return nil
            default: end += 1
            }
        }
        return nil
    }

    private mutating func parseEscape(into content: inout [UInt8]) throws(JSONError) {
        let start = self.position
        self.position += 1
        guard let escape = self.peek else { throw self.error("unexpected end") }
        self.position += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(escape)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = try self.parseHex4()
            if (0xD800..<0xDC00).contains(scalar), self.peek == UInt8(ascii: "\\"),
                self.position + 1 < self.bytes.count, self.bytes[self.position + 1] == UInt8(ascii: "u")
            {
                self.position += 2
                let low = try self.parseHex4()
                guard (0xDC00..<0xE000).contains(low) else { throw self.error("lone surrogate", at: start) }
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let unicode = Unicode.Scalar(scalar) else { throw self.error("lone surrogate", at: start) }
            content.append(contentsOf: Character(unicode).utf8)
        default: throw self.error("unknown escape \(Self.describe(escape))", at: start)
        }
    }

    private mutating func parseHex4() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = self.peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw self.error("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            self.position += 1
        }
        return value
    }

    // MARK: Bytes

    private var peek: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        self.skipWhiteSpace()
        guard self.peek == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = self.peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.position += 1 }
    }

    private mutating func skipDigits() -> Int {
        let start = self.position
        while let byte = self.peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.position += 1 }
        return self.position - start
    }

    private func error(_ message: String, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? self.position
        let before = self.bytes[..<min(offset, self.bytes.count)]
        let line = 1 + before.count { $0 == 0x0A }
        let column = 1 + offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
        return JSONError(message: message, offset: offset, line: line, column: column)
    }

    private static func describe(_ byte: UInt8) -> String {
        (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    }
}
