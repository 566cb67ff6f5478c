/// A place that an answer rests on, and what stands there.
public struct Citation: Hashable, Sendable {
    /// The place as a person would look it up: `notes/values.md:12`, `journal 2026-11-03`.
    public var source: String
    /// The words that are quoted.
    public var quote: String

    /// Creates a citation.
    public init(source: String, quote: String) {
        self.source = source
        self.quote = quote
    }
}
