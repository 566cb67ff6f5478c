extension JSONValue: CustomStringConvertible {
    /// The value on one line, without spaces.
    public var description: String { self.serialized() }

    /// The value as JSON text: on one line, or over several lines with two spaces a level.
    ///
    /// Control characters, and the separators U+2028 and U+2029 that JavaScript takes for line ends, are escaped.
    public func serialized(pretty: Bool = false) -> String {
        String(decoding: self.serializedBytes(pretty: pretty), as: UTF8.self)
    }

    /// The bytes of ``serialized(pretty:)``.
    public func serializedBytes(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(isPretty: pretty)
        writer.value(self)
        return writer.bytes
    }
}
