/// One JSON value as text that was written already.
package struct JSONText: Hashable, Sendable {
    /// The text in UTF-8, on one line.
    package let bytes: [UInt8]

    /// Writes a value.
    package init(_ value: JSONValue) {
        var writer = JSONWriter()
        writer.value(value)
        self.bytes = writer.bytes
    }

    /// Writes an object, member by member.
    package static func object(_ writeMembers: (inout JSONWriter) -> Void) -> JSONText {
        var writer = JSONWriter()
        writer.object(writeMembers)
        return JSONText(bytes: writer.bytes)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The text.
    package var text: String { String(decoding: self.bytes, as: UTF8.self) }
}
