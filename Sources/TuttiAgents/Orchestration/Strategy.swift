public import TuttiJSON

/// Whom to ask what, and how to put the answers together: the choice of a ``Strategist``, as plain data.
public struct Strategy: Hashable, Sendable {
    /// One agent that is asked.
    public struct Assignment: Hashable, Sendable {
        /// The name of the agent.
        public var agent: String
        /// What it is asked; nil asks it the question itself.
        public var prompt: String?
        /// The agents of the same strategy that it waits for, whatever comes of them.
        public var after: [String]

        /// Creates an assignment.
        public init(_ agent: String, prompt: String? = nil, after: [String] = []) {
            self.agent = agent
            self.prompt = prompt
            self.after = after
        }
    }

    /// The most agents a strategy asks.
    public static let maximumAgents = 32

    /// The agents to ask, in order.
    public var assignments: [Assignment]
    /// How the answer is to be made of what they say; empty leaves it to the synthesizer.
    public var synthesis: String
    /// Why these agents, for the person who asks "why?"; may be empty.
    public var reasoning: String

    /// Creates a strategy.
    public init(_ assignments: [Assignment], synthesis: String = "", reasoning: String = "") {
        self.assignments = assignments
        self.synthesis = synthesis
        self.reasoning = reasoning
    }

    /// The form that a model is asked for: `{"agents": [{"name", "prompt", "after"}], "synthesis", "reasoning"}`.
    public var json: JSONValue {
        let agents = self.assignments.map { assignment -> JSONValue in
            [
                "name": .string(assignment.agent), "prompt": .string(assignment.prompt ?? ""),
                "after": .array(assignment.after.map(JSONValue.string)),
            ]
        }
        return [
            "agents": .array(agents), "synthesis": .string(self.synthesis), "reasoning": .string(self.reasoning),
        ]
    }
}
