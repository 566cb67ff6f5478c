/// What a person asks, and what was said before.
public struct Question: Hashable, Sendable {
    /// The question or the message, as the person wrote it.
    public var text: String
    /// What was said before, for a model to understand the question; empty when it stands alone.
    public var background: String

    /// Creates a question.
    public init(_ text: String, background: String = "") {
        self.text = text
        self.background = background
    }
}

extension Question: ExpressibleByStringLiteral {
    /// Creates a question that stands alone.
    public init(stringLiteral value: String) { self.init(value) }
}
