/// What kind of question a text is, whom to ask, and why.
public struct Selection: Hashable, Sendable {
    /// Whom to ask.
    public enum Choice: Hashable, Sendable {
        /// No agent: what was said before is enough for an answer.
        case nobody
        /// These agents, each the question itself; never empty.
        case agents([String])
        /// Every agent that is standard.
        case everyone
        /// Whom the strategist chooses.
        case strategist
    }

    /// The kind of question, as the rule calls it: `greeting`, `tasks`, `feelings`, …
    public var kind: String
    /// Whom to ask.
    public var choice: Choice
    /// The rule and the words that it goes by, for the person who asks "why?".
    public var reason: String
    /// Whether the text has a sign of something that weighs on a person.
    public var isSerious = false

    /// Creates a selection.
    public init(kind: String, choice: Choice, reason: String) {
        self.kind = kind
        self.choice = choice
        self.reason = reason
    }

    /// Whether no strategist is needed.
    public var isFastPath: Bool { self.choice != .strategist }
}

extension Selection.Choice {
    /// Whether every agent has a chance to be asked, by itself or through the strategist.
    var isOpenToAll: Bool {
        switch self {
        case .everyone, .strategist: true
        case .nobody, .agents: false
        }
    }
}
