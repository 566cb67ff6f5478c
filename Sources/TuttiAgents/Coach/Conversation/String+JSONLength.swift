extension String {
    /// The bytes that the text takes inside of a JSON string as `JSONValue` writes it, its quotation marks not counted.
    package var jsonLength: Int {
        var text = self
        return text.withUTF8 { bytes in
            var length = bytes.count
            for index in bytes.indices { length += Self.addedLength(at: index, in: bytes) }
            return length
        }
    }

    /// What the scalar that begins at a byte takes beside its own bytes; 0 for bytes in which none begins.
    private static func addedLength(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        switch bytes[index] {
        case 0x22, 0x5C, 0x0A, 0x0D, 0x09: 1  // a quotation mark, a backslash, the line ends, the tab
        case 0x00..<0x20, 0x7F: 5
        case 0xC2: bytes[index + 1] < 0xA0 ? 4 : 0  // the control characters from U+0080
        case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8 ? 3 : 0  // U+2028 and U+2029
        default: 0
        }
    }

    /// The longest prefix of whole characters that takes at most `jsonBytes` bytes inside of a JSON string; ends with `…`,
    /// which counts, when something is left out and there is room for it.
    package func prefix(jsonBytes: Int) -> String {
        // No text is shorter in JSON than it is.
        if self.utf8.count <= jsonBytes, self.jsonLength <= jsonBytes { return self }
        let mark = "…"
        let room = jsonBytes - mark.utf8.count
        var size = 0
        let end = self.indices.first { index in
            size += String(self[index]).jsonLength
            return size > room
        }
        return room < 0 ? "" : self[..<(end ?? self.endIndex)] + mark
    }
}
