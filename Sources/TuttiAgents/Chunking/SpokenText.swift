internal import TuttiCore

/// What a voice says of the chunks of a text, one after another: no marks of Markdown, no citations, no code, no targets
/// of links, and no list of sources at the end.
public struct SpokenText: Sendable {
    private var isInSources = false

    /// Begins with a new text.
    public init() {}

    /// What is to be said of the next chunk; nil when nothing is left to say.
    public mutating func speakable(_ chunk: TextChunk) -> String? {
        guard !chunk.isCode, !self.isOfSources(chunk.text) else { return nil }
        let lines = chunk.text.split(whereSeparator: \.isNewline).map(SpokenLine.text).filter { !$0.isEmpty }
        let text = lines.reduce(into: "") { text, line in
            if !text.isEmpty { text += Self.pause(between: text, and: line) }
            text += line
        }
        return text.contains { $0.isLetter || $0.isNumber } ? text : nil
    }

    /// Whether the chunk is the heading of the sources, or one of them.
    private mutating func isOfSources(_ text: String) -> Bool {
        let line = text.drop(while: \.isWhitespace)
        if line == SourceList.heading[...] {
            self.isInSources = true
            return true
        }
        self.isInSources = self.isInSources && line.first == "["
        return self.isInSources
    }

    /// A line that looks like a heading is followed by a pause.
    private static func pause(between text: String, and line: String) -> String {
        let isOpen = text.last.map { $0.isLetter || $0.isNumber } ?? false
        return isOpen && line.first?.isUppercase == true ? ". " : " "
    }
}
