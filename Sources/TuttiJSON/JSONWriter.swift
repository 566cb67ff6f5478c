/// Writes JSON as text, in UTF-8: values one after another, without a tree of them.
///
/// What is written is JSON as long as objects get members and arrays get values.
package struct JSONWriter: ~Copyable {
    private var text = JSONBuffer()
    private let isPretty: Bool
    /// How deep inside of objects and arrays the next value stands.
    private var depth = 0
    /// Whether something stands before the next value in its object or array.
    private var hasSibling = false
    /// Whether the next value belongs to the key that was just written.
    private var isAfterKey = false

    init(isPretty: Bool = false) { self.isPretty = isPretty }

    /// What was written.
    var bytes: [UInt8] { self.text.bytes }

    // MARK: Values

    package mutating func null() {
        self.begin()
        self.write("null")
    }

    package mutating func value(_ value: Bool) {
        self.begin()
        self.write(value ? "true" : "false")
    }

    package mutating func value(_ value: Int) {
        self.begin()
        if value < 0 { self.text.append(UInt8(ascii: "-")) }
        self.writeDigits(value.magnitude)
    }

    /// Writes a number; one that is not finite has no JSON form and is written as `null`.
    package mutating func value(_ value: Double) {
        self.begin()
        guard value.isFinite else { return self.write("null") }
        let thousandths = (value * 1_000).rounded()
        guard value >= 0, thousandths < 1e15, thousandths / 1_000 == value else {
            return self.text.append(value.description)
        }
        // Most numbers here are milliseconds: no shorter text stands for the same number, and this one is found sooner.
        let (whole, rest) = UInt(thousandths).quotientAndRemainder(dividingBy: 1_000)
        self.writeDigits(whole)
        self.text.append(UInt8(ascii: "."))
        self.writeFraction(rest)
    }

    package mutating func value(_ value: String) {
        self.begin()
        self.writeQuoted(value)
    }

    package mutating func value(_ text: JSONText) {
        self.begin()
        text.bytes.withUnsafeBytes { self.text.append($0) }
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: self.null()
        case .bool(let value): self.value(value)
        case .integer(let value): self.value(value)
        case .double(let value): self.value(value)
        case .string(let value): self.value(value)
        case .array(let elements): self.array { json in for element in elements { json.value(element) } }
        case .object(let object):
            self.object { json in
                for member in object.members {
                    json.key { $0.writeQuoted(member.key) }
                    json.value(member.value)
                }
            }
        }
    }

    package mutating func array(_ writeElements: (inout JSONWriter) -> Void) {
        self.nest(UInt8(ascii: "["), UInt8(ascii: "]"), writeElements)
    }

    package mutating func object(_ writeMembers: (inout JSONWriter) -> Void) {
        self.nest(UInt8(ascii: "{"), UInt8(ascii: "}"), writeMembers)
    }

    // MARK: Members

    /// Writes the key of a member, which is not escaped; its value comes next.
    private mutating func key(_ key: StaticString) {
        self.key { json in
            json.text.append(UInt8(ascii: "\""))
            json.write(key)
            json.text.append(UInt8(ascii: "\""))
        }
    }

    package mutating func null(_ key: StaticString) {
        self.key(key)
        self.null()
    }

    package mutating func member(_ key: StaticString, _ value: Bool) {
        self.key(key)
        self.value(value)
    }

    package mutating func member(_ key: StaticString, _ value: Int?) {
        self.key(key)
        if let value { self.value(value) } else { self.null() }
    }

    package mutating func member(_ key: StaticString, _ value: Double) {
        self.key(key)
        self.value(value)
    }

    package mutating func member(_ key: StaticString, _ value: String?) {
        self.key(key)
        if let value { self.value(value) } else { self.null() }
    }

    package mutating func member(_ key: StaticString, _ text: JSONText) {
        self.key(key)
        self.value(text)
    }

    package mutating func array(_ key: StaticString, _ writeElements: (inout JSONWriter) -> Void) {
        self.key(key)
        self.array(writeElements)
    }

    package mutating func object(_ key: StaticString, _ writeMembers: (inout JSONWriter) -> Void) {
        self.key(key)
        self.object(writeMembers)
    }

    // MARK: Layout

    private mutating func key(_ write: (inout JSONWriter) -> Void) {
        self.begin()
        write(&self)
        self.text.append(UInt8(ascii: ":"))
        if self.isPretty { self.text.append(UInt8(ascii: " ")) }
        self.isAfterKey = true
    }

    /// What comes between the last value and the next one, or its key.
    private mutating func begin() {
        guard !self.isAfterKey else {
            self.isAfterKey = false
            return
        }
        if self.hasSibling { self.text.append(UInt8(ascii: ",")) }
        if self.depth > 0 { self.breakLine() }
        self.hasSibling = true
    }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ write: (inout JSONWriter) -> Void) {
        self.begin()
        self.text.append(open)
        self.hasSibling = false
        self.depth += 1
        write(&self)
        self.depth -= 1
        if self.hasSibling { self.breakLine() }
        self.text.append(close)
        self.hasSibling = true
    }

    private mutating func breakLine() {
        guard self.isPretty else { return }
        self.text.append(UInt8(ascii: "\n"))
        for _ in 0..<self.depth { self.write("  ") }
    }

    // MARK: Text

    private mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { self.text.append(UnsafeRawBufferPointer($0)) }
    }

    private mutating func writeDigits(_ number: UInt) {
        // The longest has 20.
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var (start, rest) = (20, number)
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            self.text.append(UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Writes thousandths without the zeros at their end, but for the first.
    private mutating func writeFraction(_ thousandths: UInt) {
        var (rest, place) = (thousandths, UInt(100))
        repeat {
            self.text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / place))
            rest %= place
            place /= 10
        } while rest > 0
    }

    private mutating func writeQuoted(_ string: String) {
        var string = string
        self.text.append(UInt8(ascii: "\""))
        string.withUTF8 { self.writeEscaped(UnsafeRawBufferPointer($0)) }
        self.text.append(UInt8(ascii: "\""))
    }

    /// Copies what needs no escape in runs as long as possible.
    private mutating func writeEscaped(_ text: UnsafeRawBufferPointer) {
        var (start, index) = (0, 0)
        while index < text.count {
            let length = Self.lengthToEscape(text, at: index)
            guard length > 0 else {
                index += 1
                continue
            }
            self.text.append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            self.writeEscape(of: text[index..<index + length])
            index += length
            start = index
        }
        self.text.append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
    }

    /// How many bytes there make a character that is escaped; 0 when it is not.
    private static func lengthToEscape(_ text: UnsafeRawBufferPointer, at index: Int) -> Int {
        switch text[index] {
        case 0x00..<0x20, 0x22, 0x5C, 0x7F: 1
        case 0xC2 where index + 1 < text.count && text[index + 1] < 0xA0: 2
        case 0xE2 where index + 2 < text.count && text[index + 1] == 0x80 && (0xA8...0xA9).contains(text[index + 2]): 3
        default: 0
        }
    }

    private mutating func writeEscape(of character: Slice<UnsafeRawBufferPointer>) {
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
            for _ in digits.utf8.count..<4 { self.text.append(UInt8(ascii: "0")) }
            self.text.append(digits)
        }
    }
}
