public import TuttiModels

/// One call of a model: when, for whom, what it used, what it cost, how it ended.
public struct CostEntry: Hashable, Sendable {
    /// How a call ended.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// The answer is whole.
        case finished
        /// It failed, before it began or on the way.
        case failed
        /// Nobody wanted it any more: a deadline, a hedge that was faster, a person.
        case cancelled
        /// The reader had enough before its end.
        case dropped
    }

    /// Names the call in every ledger.
    public var id: String
    /// When it began.
    public var date: Timestamp
    /// Whose it is; empty where nobody says.
    public var user: String
    /// The run; empty for a call outside of one.
    public var run: String
    /// The agent; empty for a call outside of one.
    public var agent: String
    /// The attempt of the agent, from 1; 0 outside of one.
    public var attempt: Int
    /// The model, by provider and name.
    public var model: String
    /// The tokens, and whether they were counted here.
    public var usage: TokenUsage
    /// What they cost; nil when nobody knows the price.
    public var cost: Money?
    /// How it ended.
    public var outcome: Outcome
    /// The tokens that were trimmed from the conversation before.
    public var savedTokens: Int

    /// Creates an entry.
    public init(
        id: String, date: Timestamp, user: String = "", run: String = "", agent: String = "", attempt: Int = 0,
        model: String, usage: TokenUsage, cost: Money?, outcome: Outcome, savedTokens: Int = 0
    ) {
        self.id = id
        self.date = date
        self.user = user
        self.run = run
        self.agent = agent
        self.attempt = attempt
        self.model = model
        self.usage = usage
        self.cost = cost
        self.outcome = outcome
        self.savedTokens = savedTokens
    }
}
