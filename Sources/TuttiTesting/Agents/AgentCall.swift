public import TuttiCore

/// One attempt of a ``ScriptedAgent``, as it was seen from inside.
public struct AgentCall: Equatable, Sendable {
    /// How it went.
    public enum Outcome: Hashable, Sendable {
        /// It has not ended.
        case running
        /// It gave its output, in time or too late.
        case returned
        /// It failed, with this text.
        case failed(String)
        /// It stopped because it was cancelled.
        case stopped
    }

    /// The run.
    public var run: RunID
    /// The name of the agent in the graph.
    public var agent: String
    /// The number of the attempt, from 1.
    public var attempt: Int
    /// What it was asked.
    public var text: String
    /// What it saw of the agents that it depends on.
    public var inputs: [String: Wanted<AgentOutput>]
    /// The time that it had; nil when it had no limit.
    public var budget: Duration?
    /// When it began, on the clock of the run.
    public var start: Duration
    /// When it ended; nil while it runs.
    public var end: Duration?
    /// When it was told to stop; nil when it was not.
    public var cancelledAt: Duration?
    /// How it went.
    public var outcome = Outcome.running

    init(_ context: AgentContext) {
        self.run = context.run
        self.agent = context.agent
        self.attempt = context.attempt
        self.text = context.text
        self.inputs = Dictionary(context.inputs.all.map { ($0.name, $0.output) }) { first, _ in first }
        self.budget = context.remaining
        self.start = context.time.now
    }

    /// Whether it was told to stop.
    public var wasCancelled: Bool { self.cancelledAt != nil }
}
