/// A piece of a note, with where it stands.
public struct ContentPassage: Hashable, Sendable {
    /// The path of the file below the root of its library, with `/` between folders.
    public var path: String
    /// The line at which the passage starts, from 1.
    public var line: Int
    /// The line at which it ends.
    public var lastLine: Int
    /// The headings above it, outermost first.
    public var headings: [String]
    /// What it says, as it is written in the file.
    public var text: String
    /// How well it matches, above 0; only the order means something, and only within one search.
    public var score: Double
    /// The sentences that match best, at most about 280 characters; `…` stands for what is left out.
    public var snippet: String

    /// Where it stands, as `path:line`.
    public var citation: String { "\(self.path):\(self.line)" }

    init(path: String, chunk: MarkdownChunk, score: Double, sought: SoughtTerms) {
        self.path = path
        self.line = chunk.firstLine
        self.lastLine = chunk.lastLine
        self.headings = chunk.headings
        self.text = chunk.text
        self.score = score
        self.snippet = Snippet.of(chunk.text, matching: Set(sought.terms))
    }
}
