extension String {
    /// The bytes that the text takes inside of a JSON string, its quotation marks not counted.
    package var jsonLength: Int { self.unicodeScalars.reduce(0) { $0 + $1.jsonLength } }

    /// The longest prefix of whole characters that takes at most `jsonBytes` bytes inside of a JSON string; ends with `…`,
    /// which counts, when something is left out and there is room for it.
    package func prefix(jsonBytes: Int) -> String {
        let mark = "…"
        var size = 0
        var end = self.startIndex
        for index in self.indices {
            size += self[index].unicodeScalars.reduce(0) { $0 + $1.jsonLength }
            // What follows decides whether a mark is needed, so its room is kept until then.
            if size <= jsonBytes - mark.utf8.count { end = self.index(after: index) }
            if size > jsonBytes { return jsonBytes < mark.utf8.count ? "" : self[..<end] + mark }
        }
        return self
    }
}

extension Unicode.Scalar {
    /// The bytes of this scalar as `JSONValue` writes it.
    fileprivate var jsonLength: Int {
        switch self {
        case "\"", "\\", "\n", "\r", "\t": 2
        case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}": 6
        default: UTF8.width(self)
        }
    }
}
