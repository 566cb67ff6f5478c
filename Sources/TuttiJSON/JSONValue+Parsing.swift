extension JSONValue {
    /// The depth that ``init(parsing:maximumDepth:)`` allows when nothing else is said.
    public static let defaultMaximumDepth = 128

    /// Reads one JSON document.
    ///
    /// - Throws: ``JSONError`` for anything that RFC 8259 does not allow, for a duplicate key, for invalid UTF-8, for a
    ///   number that is not finite, and below `maximumDepth` levels.
    public init(
        parsing text: some Sequence<UInt8>, maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) {
        var parser = JSONParser(Array(text), maximumDepth: maximumDepth)
        self = try parser.parseDocument()
    }

    /// Reads one JSON document.
    ///
    /// - Throws: ``JSONError``, as ``init(parsing:maximumDepth:)`` of bytes does.
    public init(
        parsing text: some StringProtocol, maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// Reads the value that starts at `offset` and tells where it ends; whatever follows is not looked at.
    ///
    /// - Throws: ``JSONError``, as ``init(parsing:maximumDepth:)`` of bytes does.
    public static func parsePrefix(
        of bytes: [UInt8], from offset: Int, maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) -> (value: JSONValue, end: Int) {
        var parser = JSONParser(bytes, from: offset, maximumDepth: maximumDepth)
        let value = try parser.parseValue()
        return (value, parser.position)
    }
}
