internal import TuttiModels

/// Takes out of a prompt what says nothing: white space at the end of lines, blank lines beyond one, and quoted lines that
/// stood there before, word for word.
///
/// Pure, and careful: blocks of code stay as they are, and a quoted line that is short may stand twice.
public struct PromptTrimmer: Hashable, Sendable {
    /// A quoted line of fewer characters than this may stand twice: a heading, a bullet.
    private static let leastDuplicate = 24

    /// What is left.
    public let text: String
    /// The tokens that were taken out, by the guess of ``TokenUsage/estimatedTokens(bytes:)``.
    public let savedTokens: Int

    /// Trims a prompt.
    public init(_ prompt: String) {
        var lines: [Substring] = []
        var quoted: Set<Substring> = []
        var isCode = false
        var wasBlank = false
        for line in prompt.split(separator: "\n", omittingEmptySubsequences: false) {
            let content = Self.unquoted(line)
            if content.hasPrefix("```") { isCode.toggle() }
            let kept = isCode ? line : Self.trimmed(line)
            let isBlank = !isCode && content.allSatisfy(\.isWhitespace)
            defer { wasBlank = isBlank }
            if isBlank && wasBlank { continue }
            let isQuotation = !isCode && line.hasPrefix(">") && content.count >= Self.leastDuplicate
            if isQuotation && !quoted.insert(kept).inserted { continue }
            lines.append(kept)
        }
        self.text = lines.joined(separator: "\n")
        let tokens = { (text: String) in TokenUsage.estimatedTokens(bytes: text.utf8.count) }
        self.savedTokens = max(0, tokens(prompt) - tokens(self.text))
    }

    private static func unquoted(_ line: Substring) -> Substring {
        line.hasPrefix("> ") ? line.dropFirst(2) : line == ">" ? "" : line
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while let last = line.last, last.isWhitespace { line.removeLast() }
        return line
    }
}
