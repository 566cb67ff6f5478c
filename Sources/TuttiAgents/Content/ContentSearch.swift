/// What a search of a ``ContentLibrary`` found, and what it could not read.
public struct ContentSearch: Hashable, Sendable {
    /// The passages, best first.
    public var passages: [ContentPassage]
    /// Files that were left out, each with its path and the reason; ``maximumWarnings`` at most.
    public var warnings: [String]
    /// The number of files that were searched.
    public var filesRead: Int

    /// The most warnings that are kept.
    public static let maximumWarnings = 50
}
