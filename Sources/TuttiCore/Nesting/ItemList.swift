internal import TuttiJSON

/// The items of a list in the output of an agent, which a model may well have written.
package enum ItemList {
    /// A list that begins as a JSON array and is none.
    package struct Malformed: Error, Hashable {}

    /// The items: the elements of a JSON array, texts as they are and the rest as JSON, else the lines that are not empty.
    ///
    /// A code fence around the whole list is left out, and so are bullets and numbers when all lines have them.
    package static func items(in text: String) throws(Malformed) -> [String] {
        var lines = text.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
        if lines.count >= 2, lines.first?.hasPrefix("```") == true, lines.last == "```" {
            lines = Array(lines.dropFirst().dropLast())
        }
        if self.isArray(lines) {
            guard let array = try? JSONValue(parsing: lines.joined(separator: "\n")).array else { throw Malformed() }
            return array.map { $0.string ?? $0.serialized() }
        }
        let contents = lines.map(self.withoutMark)
        return contents.contains(nil) ? lines.map(String.init) : contents.compactMap { $0.map(String.init) }
    }

    /// Whether a JSON array is meant: `[ ] milk` is a line with a box to tick.
    private static func isArray(_ lines: [Substring]) -> Bool {
        guard let first = lines.first, first.hasPrefix("[") else { return false }
        let next = first.dropFirst().trimmed.first ?? lines.dropFirst().first?.first
        return next == "\"" || next == "{" || lines.last?.hasSuffix("]") == true
    }

    /// A line without its bullet or its number; nil when it has none.
    private static func withoutMark(_ line: Substring) -> Substring? {
        for bullet in ["- ", "* ", "• "] where line.hasPrefix(bullet) { return line.dropFirst(2).trimmed }
        let rest = line.drop { $0.isASCII && $0.isNumber }
        guard rest.startIndex != line.startIndex, rest.hasPrefix(". ") || rest.hasPrefix(") ") else { return nil }
        return rest.dropFirst(2).trimmed
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = self.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
