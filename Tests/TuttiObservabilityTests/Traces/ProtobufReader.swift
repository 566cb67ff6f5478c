import Testing

/// Reads the fields of a protobuf message, for tests alone.
struct ProtobufReader {
    enum Field: Equatable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes([UInt8])
    }

    private(set) var fields: [(number: Int, value: Field)] = []

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let tag = try Self.varint(&rest)
            let value: Field
            switch tag & 7 {
            case 0: value = .varint(try Self.varint(&rest))
            case 1: value = .fixed64(try Self.fixed(&rest, 8))
            case 2:
                let length = Int(try Self.varint(&rest))
                try #require(length <= rest.count)
                value = .bytes(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            case 5: value = .fixed32(UInt32(try Self.fixed(&rest, 4)))
            default: throw UnknownWireType(tag: tag)
            }
            self.fields.append((Int(tag >> 3), value))
        }
    }

    struct UnknownWireType: Error {
        var tag: UInt64
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
        var (value, shift) = (UInt64(0), UInt64(0))
        while true {
            guard let byte = rest.popFirst() else { throw UnknownWireType(tag: 0) }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    private static func fixed(_ rest: inout ArraySlice<UInt8>, _ count: Int) throws -> UInt64 {
        try #require(rest.count >= count)
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func all(_ number: Int) -> [Field] { self.fields.filter { $0.number == number }.map(\.value) }

    func messages(_ number: Int) throws -> [ProtobufReader] {
        try self.all(number).map { field in
            guard case .bytes(let bytes) = field else { throw UnknownWireType(tag: 0) }
            return try ProtobufReader(bytes)
        }
    }

    func bytes(_ number: Int) -> [UInt8]? {
        if case .bytes(let bytes)? = self.all(number).first { bytes } else { nil }
    }

    func string(_ number: Int) -> String? { self.bytes(number).map { String(decoding: $0, as: UTF8.self) } }

    func hexadecimal(_ number: Int) -> String? {
        self.bytes(number)?.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func integer(_ number: Int) -> UInt64? {
        switch self.all(number).first {
        case .varint(let value), .fixed64(let value): value
        case .fixed32(let value): UInt64(value)
        case .bytes, nil: nil
        }
    }
}
