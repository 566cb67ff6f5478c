/// What a run is asked.
public struct AgentRequest: Hashable, Sendable {
    /// The question or the message, as the person wrote it.
    public var text: String
    /// A prompt of its own for some agents, by name; the others get ``text``.
    public var prompts: [String: String] = [:]

    /// Creates a request.
    public init(_ text: String, prompts: [String: String] = [:]) {
        self.text = text
        self.prompts = prompts
    }
}

extension AgentRequest: ExpressibleByStringLiteral {
    /// Creates a request that asks every agent the same.
    public init(stringLiteral value: String) { self.init(value) }
}
