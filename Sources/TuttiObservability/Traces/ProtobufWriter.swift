/// Writes the fields of a protobuf message.
package struct ProtobufWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    private mutating func tag(_ field: Int, _ wireType: UInt64) { self.varint(UInt64(field) << 3 | wireType) }

    private mutating func varint(_ value: UInt64) {
        var value = value
        while value > 0x7F {
            self.bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        self.bytes.append(UInt8(value))
    }

    private mutating func fixed<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.littleEndian) { self.bytes.append(contentsOf: $0) }
    }

    /// An integer or an enumeration.
    package mutating func integer(_ value: Int64, in field: Int) {
        self.tag(field, 0)
        self.varint(UInt64(bitPattern: value))
    }

    package mutating func fixed64(_ value: UInt64, in field: Int) {
        self.tag(field, 1)
        self.fixed(value)
    }

    package mutating func fixed32(_ value: UInt32, in field: Int) {
        self.tag(field, 5)
        self.fixed(value)
    }

    package mutating func double(_ value: Double, in field: Int) { self.fixed64(value.bitPattern, in: field) }

    package mutating func bytes(_ value: some Collection<UInt8>, in field: Int) {
        self.tag(field, 2)
        self.varint(UInt64(value.count))
        self.bytes.append(contentsOf: value)
    }

    package mutating func string(_ value: String, in field: Int) { self.bytes(value.utf8, in: field) }

    /// A message in the message.
    package mutating func message(in field: Int, _ write: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        write(&inner)
        self.bytes(inner.bytes, in: field)
    }

    /// Numbers in the order of the network, as identities are written.
    package mutating func identity(_ numbers: [UInt64], in field: Int) {
        self.tag(field, 2)
        self.varint(UInt64(8 * numbers.count))
        for number in numbers { withUnsafeBytes(of: number.bigEndian) { self.bytes.append(contentsOf: $0) } }
    }
}
