/// A subject that comes back in several entries.
public struct MemoryTheme: Hashable, Sendable, CustomStringConvertible {
    /// The word, in the form in which it is used most.
    public var word: String
    /// The number of entries it is in, 2 or more.
    public var count: Int
    /// The newest of them.
    public var last: Timestamp

    /// Creates a theme.
    public init(word: String, count: Int, last: Timestamp) {
        self.word = word
        self.count = count
        self.last = last
    }

    /// The theme for people, such as `deadline (5×, last 2026-11-12)`.
    public var description: String { "\(self.word) (\(self.count)×, last \(CalendarDay(containing: self.last)))" }
}
