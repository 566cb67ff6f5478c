/// How one agent is run.
public struct AgentOptions: Sendable {
    /// The time from the agent's start to its end over all its attempts; nil takes the executor's.
    public var timeout: Duration?

    /// How often the agent is tried, and how far apart.
    public var retry = RetryPolicy()

    /// What the agent's result is when it fails or times out; nil lets it fail.
    ///
    /// Must be of the agent's own type in the typed form of a graph, which is why that form takes it as a parameter.
    public var fallback: (any Sendable)?

    /// Whether the agent gives the answer of the run: it is exempt from the cut-off at deadline − reserve.
    public var isFinal = false

    /// How long the agent is expected to take; orders the agents under a limit and tells what must follow in time.
    public var expectedDuration: Duration?

    /// What a call is expected to cost, in US dollars.
    public var expectedCost: Double = 0

    /// The least time with which it is worth to start the agent; with less it is skipped.
    public var minimumBudget: Duration = .zero

    /// Decides, once the inputs are there, whether the agent is asked at all; nil means it always is.
    ///
    /// An agent that is skipped by its own condition does not make the run partial.
    public var condition: (@Sendable (AgentInputs) -> Bool)?

    /// Where the agent runs.
    public var isolation = Isolation.isolated

    /// Where an agent runs, and how far it is trusted.
    public enum Isolation: Hashable, Sendable {
        /// On the agent pool, where it may block, spin or never return without hurting anybody else.
        case isolated
        /// Inline where the caller runs, or wherever the run is at the moment.
        ///
        /// Spares the hop to another thread, some microseconds, and trusts the agent to suspend and never to block: one
        /// that does not can hold up its caller past the deadline.
        case cooperative
    }

    /// Creates the defaults: one attempt, no fallback, the executor's timeout.
    public init() {}
}
