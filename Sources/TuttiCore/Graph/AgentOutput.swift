/// What an agent found: a text, and where it comes from.
public struct AgentOutput: Hashable, Sendable {
    /// The text.
    public var text: String
    /// The places that the text quotes or rests on, most important first.
    public var citations: [Citation] = []

    /// Creates an output.
    public init(_ text: String, citations: [Citation] = []) {
        self.text = text
        self.citations = citations
    }
}

extension AgentOutput: CustomStringConvertible {
    /// The text.
    public var description: String { self.text }
}

extension AgentOutput: ExpressibleByStringLiteral {
    /// Creates an output without citations.
    public init(stringLiteral value: String) { self.init(value) }
}
