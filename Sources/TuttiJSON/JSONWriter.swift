/// Writes values as JSON text, in UTF-8.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let isPretty: Bool

    init(isPretty: Bool) {
        self.isPretty = isPretty
        self.bytes.reserveCapacity(256)
    }

    /// Writes a value; what is inside of it stands `depth` levels deep.
    mutating func write(_ value: JSONValue, depth: Int = 1) {
        switch value {
        case .null: self.write("null")
        case .bool(let value): self.write(value ? "true" : "false")
        case .integer(let value): self.bytes.append(contentsOf: String(value).utf8)
        case .double(let value): self.write(value)
        case .string(let value): self.writeQuoted(value)
        case .array(let elements):
            self.writeList(elements, UInt8(ascii: "["), UInt8(ascii: "]"), depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let object):
            self.writeList(object.members, UInt8(ascii: "{"), UInt8(ascii: "}"), depth) { writer, member in
                writer.writeQuoted(member.key)
                writer.bytes.append(UInt8(ascii: ":"))
                if writer.isPretty { writer.bytes.append(UInt8(ascii: " ")) }
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], _ open: UInt8, _ close: UInt8, _ depth: Int,
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        self.bytes.append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            self.breakLine(depth)
            writeElement(&self, element)
        }
        if !elements.isEmpty { self.breakLine(depth - 1) }
        self.bytes.append(close)
    }

    private mutating func breakLine(_ depth: Int) {
        guard self.isPretty else { return }
        self.bytes.append(UInt8(ascii: "\n"))
        self.bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }

    private mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { self.bytes.append(contentsOf: $0) }
    }

    /// A number that is not finite has no JSON form: it is written as `null`.
    private mutating func write(_ value: Double) {
        guard value.isFinite else { return self.write("null") }
        let isWhole = value == value.rounded() && abs(value) < 1e15
        self.bytes.append(contentsOf: (isWhole ? String(Int(value)) + ".0" : String(value)).utf8)
    }

    private mutating func writeQuoted(_ string: String) {
        var string = string
        self.bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { self.writeEscaped($0) }
        self.bytes.append(UInt8(ascii: "\""))
    }

    /// Copies what needs no escape in runs as long as possible.
    private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var (start, index) = (0, 0)
        while index < text.count {
            let length = Self.lengthToEscape(text, at: index)
            guard length > 0 else {
                index += 1
                continue
            }
            self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            self.writeEscape(of: text[index..<index + length])
            index += length
            start = index
        }
        self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
    }

    /// How many bytes there make a character that is escaped; 0 when it is not.
    private static func lengthToEscape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch text[index] {
        case 0x00..<0x20, 0x22, 0x5C, 0x7F: 1
        case 0xC2 where index + 1 < text.count && text[index + 1] < 0xA0: 2
        case 0xE2 where index + 2 < text.count && text[index + 1] == 0x80 && (0xA8...0xA9).contains(text[index + 2]): 3
        default: 0
        }
    }

    private mutating func writeEscape(of character: Slice<UnsafeBufferPointer<UInt8>>) {
        switch character.first {
        case 0x22: self.write("\\\"")
        case 0x5C: self.write("\\\\")
        case 0x0A: self.write("\\n")
        case 0x0D: self.write("\\r")
        case 0x09: self.write("\\t")
        case let byte:
            // U+0080 to U+009F have their number in the second byte, U+2028 and U+2029 in the last.
            let code =
                character.count == 3 ? 0x2000 + Int(character.last ?? 0) - 0x80 : Int(character.last ?? byte ?? 0)
            let digits = String(code, radix: 16)
            self.write("\\u")
            self.bytes.append(contentsOf: repeatElement(0x30, count: 4 - digits.utf8.count))
            self.bytes.append(contentsOf: digits.utf8)
        }
    }
}
