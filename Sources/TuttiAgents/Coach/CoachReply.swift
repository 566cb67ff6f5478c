public import TuttiCore

/// What the coach answered to one message.
public struct CoachReply: Sendable {
    /// How far the conversation went for it.
    public enum Stage: Hashable, Sendable {
        /// A reply of the coach alone.
        case conversation
        /// The team was asked.
        case coordination
        /// The coach opened the day by itself.
        case morning
        /// A written report about the conversation.
        case report
    }

    /// How far the conversation went.
    public var stage: Stage
    /// The answer; never empty.
    public var text: String
    /// Whether the answer says everything it was to say.
    public var isWhole = true
    /// What the coach itself has used: the tokens of its own calls, without those of the team.
    public var usage = Usage()
    /// What came of the team; nil when it was not asked.
    public var coordination: CoordinationReport?
    /// What a person should know.
    public var warnings: [String] = []

    init(_ stage: Stage, _ text: String) {
        self.stage = stage
        self.text = text
    }

    /// Everything that was used for this answer.
    public var totalUsage: Usage { self.usage + (self.coordination?.usage ?? Usage()) }
}
