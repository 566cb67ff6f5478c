public import TuttiCore

/// Everything that came of one question.
public struct CoordinationReport: Sendable {
    /// What was asked.
    public var question: Question
    /// Whom it was given to.
    public var strategy: Strategy
    /// Whether the strategist gave nothing that could be used.
    public var isFallback: Bool
    /// What the rules said of the question; nil without rules.
    public var selection: Selection?
    /// What can be learned of the strategist's choice; nil when it made none.
    public var outcome: ChoiceOutcome?
    /// What came of the agents that began before anybody had chosen them.
    public var speculation = Speculation()
    /// The agents that were asked and the answer, without those that nobody chose.
    public var plan: ExecutionPlan
    /// The run of the strategist, the agents and the answer.
    public var run: RunReport
    /// What each agent said, or why it said nothing.
    public var contributions: [Contribution]
    /// The answer; nil when there is none.
    public var synthesis: Synthesis?
    /// What a person should know, from the strategy to the history.
    public var warnings: [String]

    init(
        question: Question, strategy: Strategy, isFallback: Bool, plan: ExecutionPlan, run: RunReport,
        contributions: [Contribution]
    ) {
        self.question = question
        self.strategy = strategy
        self.isFallback = isFallback
        self.plan = plan
        self.run = run
        self.contributions = contributions
        self.warnings = run.warnings
    }

    /// The text of the answer; nil when there is none.
    public var answer: String? { self.synthesis?.output.text }

    /// The places the answer rests on.
    public var citations: [Citation] { self.synthesis?.output.citations ?? [] }

    /// What came of it: that of the run, but for an answer that is less than it looks.
    ///
    /// `partial` for one that was cut short or had to be stood in for; `nothing` or `failed` for one that only says
    /// that nothing was found because no agent answered.
    public var status: RunStatus {
        guard let synthesis else { return self.run.status }
        let isEmpty = !self.contributions.isEmpty && self.contributions.allSatisfy { $0.output.value == nil }
        if synthesis.isExtract, isEmpty {
            return self.missing.contains { $0.reason == .timedOut || $0.reason == .notYet } ? .nothing : .failed
        }
        return synthesis.isWhole ? self.run.status : .partial
    }

    /// The agents that have no part in the answer, with the reason.
    public var missing: [(name: String, reason: MissingReason)] {
        self.contributions.compactMap { part in part.output.missingReason.map { (part.agent, $0) } }
    }

    /// The time the strategy took, while agents may already have been at work; zero when it took none.
    public var strategyTime: Duration { self.run[AgentDirectory.strategistName]?.duration ?? .zero }

    /// The tokens and the money of the strategy, the agents and the answer.
    public var usage: Usage { self.run.usage }

    /// The time from the question to the end of the run.
    public var wallTime: Duration { self.run.wallTime }
}
