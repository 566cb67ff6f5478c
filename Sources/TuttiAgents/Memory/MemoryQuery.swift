/// What to look for in a ``MemoryStore``, and how much newer counts over older.
public struct MemoryQuery: Hashable, Sendable {
    /// What is looked for, in a person's words: data, never syntax; any text is fine, and so is an empty one.
    public var text: String
    /// The present, from which the age of an entry is measured; entries of the future count as new.
    public var now: Timestamp
    /// The most passages to return; at most 100 are.
    public var limit = 8
    /// The kinds to look among; nil for all.
    public var kinds: Set<MemoryEntry.Kind>?
    /// How much a new entry gains over an old one that matches as well: 0.5 makes a brand-new one score 1.5 times.
    public var recencyWeight = 0.5
    /// The age in days at which half of that gain is left.
    public var recencyHalfLife = 14.0

    /// Creates a query with the usual weights.
    public init(_ text: String, now: Timestamp) {
        self.text = text
        self.now = now
    }
}
