/// An entry that a search found.
public struct MemoryPassage: Hashable, Sendable {
    /// The whole entry.
    public var entry: MemoryEntry
    /// How well it matches, above 0; only the order means something, and only within one search.
    public var score: Double
    /// The sentences that match best, at most about 280 characters; `…` stands for what is left out.
    public var snippet: String

    /// Creates a passage.
    public init(entry: MemoryEntry, score: Double, snippet: String) {
        self.entry = entry
        self.score = score
        self.snippet = snippet
    }

    /// Quotes the entry where it names what was sought.
    package init(entry: MemoryEntry, score: Double, sought: SoughtTerms) {
        self.init(entry: entry, score: score, snippet: Snippet.of(entry.text, matching: Set(sought.terms)))
    }
}
