public import TuttiCore

/// What an answer is made of.
public struct SynthesisRequest: Sendable {
    /// What the person asked.
    public var question: Question
    /// How the strategist would make the answer; may be empty.
    public var approach: String
    /// What the agents said, in the order of the strategy.
    public var contributions: [Contribution]

    /// Creates a request.
    public init(question: Question, approach: String = "", contributions: [Contribution]) {
        self.question = question
        self.approach = approach
        self.contributions = contributions
    }

    /// The agents that said nothing, with the reason.
    public var missing: [(name: String, reason: MissingReason)] {
        self.contributions.compactMap { part in part.output.missingReason.map { (part.agent, $0) } }
    }

    /// Who is missing and why, as one phrase; nil when nobody is.
    var missingText: String? {
        let parts = self.missing.map { "\($0.name) (\($0.reason))" }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
