/// Cuts Markdown into chunks: paragraphs, short ones under the same heading together, with the headings above them.
///
/// A linear pass over the lines. `#` inside a fenced block is no heading, a table or list is a paragraph, front matter
/// between two `---` at the top is left out.
package struct MarkdownChunker {
    /// The length in bytes up to which paragraphs of one section are put together.
    package static let targetLength = 500
    /// The length in bytes above which a paragraph is cut between lines; one line is never cut.
    package static let maximumLength = 1500

    private var chunks: [MarkdownChunk] = []
    private var headings: [(level: Int, title: String)] = []
    private var lines: [Substring] = []
    private var firstLine = 0
    private var length = 0
    private var fence: Substring?

    /// The chunks of a file, in its order.
    package static func chunks(of text: String) -> [MarkdownChunk] {
        var chunker = Self()
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let start = Self.endOfFrontMatter(in: lines)
        for index in start..<lines.count { chunker.take(lines[index], number: index + 1) }
        chunker.endChunk()
        return chunker.chunks
    }

    private mutating func take(_ line: Substring, number: Int) {
        let content = line.drop { $0 == " " || $0 == "\t" }
        if let fence = self.fence {
            if content.hasPrefix(fence) { self.fence = nil }
        } else if content.hasPrefix("```") || content.hasPrefix("~~~") {
            self.fence = content.prefix(3)
        } else if let heading = Self.heading(content) {
            self.endChunk()
            self.headings.removeAll { $0.level >= heading.level }
            self.headings.append(heading)
            return
        } else if content.isEmpty {
            if self.length >= Self.targetLength { self.endChunk() }
            if !self.lines.isEmpty { self.append(line, number: number) }
            return
        }
        if self.length + line.utf8.count > Self.maximumLength { self.endChunk() }
        self.append(line, number: number)
    }

    private mutating func append(_ line: Substring, number: Int) {
        if self.lines.isEmpty { self.firstLine = number }
        self.lines.append(line)
        self.length += line.utf8.count + 1
    }

    private mutating func endChunk() {
        while let last = self.lines.last, last.allSatisfy(\.isWhitespace) { self.lines.removeLast() }
        if !self.lines.isEmpty {
            self.chunks.append(
                MarkdownChunk(
                    firstLine: self.firstLine, lastLine: self.firstLine + self.lines.count - 1,
                    headings: self.headings.map(\.title), text: self.lines.joined(separator: "\n")))
        }
        self.lines = []
        self.length = 0
    }

    private static func heading(_ content: Substring) -> (level: Int, title: String)? {
        let level = content.prefix { $0 == "#" }.count
        let rest = content.dropFirst(level)
        guard (1...6).contains(level), rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
        var title = rest.trimmingSpaces()
        let closing = title.reversed().prefix { $0 == "#" }.count
        if closing > 0, title.dropLast(closing).last.map({ $0 == " " }) ?? true {
            title = title.dropLast(closing).trimmingSpaces()
        }
        return (level, String(title.prefix(200)))
    }

    /// The index of the first line behind front matter, 0 when there is none.
    private static func endOfFrontMatter(in lines: [Substring]) -> Int {
        guard lines.first?.trimmingSpaces() == "---" else { return 0 }
        let end = lines.dropFirst().prefix(100).firstIndex { ["---", "..."].contains($0.trimmingSpaces()) }
        return end.map { $0 + 1 } ?? 0
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var result = self.drop { $0.isWhitespace }
        while result.last?.isWhitespace == true { result.removeLast() }
        return result
    }
}
