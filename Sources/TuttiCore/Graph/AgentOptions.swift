/// How one agent is run.
public struct AgentOptions: Sendable {
    /// The time from the agent's start to its end over all its attempts; nil takes the executor's.
    public var timeout: Duration?

    /// Learns the timeout from what was measured, where ``timeout`` gives none; nil does not.
    ///
    /// Its maximum counts until the plan is put in order by a history that knows enough, ``ExecutionPlan/ordered(by:)``.
    public var learnedTimeout: LearnedTimeout? {
        get { self.box?.value.learnedTimeout }
        set { self.rare.learnedTimeout = newValue }
    }

    /// How often the agent is tried, and how far apart.
    public var retry: RetryPolicy {
        get { self.box?.value.retry ?? RetryPolicy() }
        set { self.rare.retry = newValue }
    }

    /// What the agent's result is when it fails or times out; nil lets it fail.
    ///
    /// Must be of the agent's own type in the typed form of a graph, which is why that form takes it as a parameter.
    public var fallback: (any Sendable)? {
        get { self.box?.value.fallback }
        set { self.rare.fallback = newValue }
    }

    /// Who is asked instead when the last attempt has failed and time is left; before ``fallback``, which covers both.
    ///
    /// One further attempt of the same agent, in its name and its slot. Gives an ``AgentOutput``, so the agent must too.
    public var fallbackAgent: (any Agent)? {
        get { self.box?.value.fallbackAgent }
        set { self.rare.fallbackAgent = newValue }
    }

    /// What a call changes outside of the run; nothing is called twice at once, or answered from a cache, unless it is
    /// ``SideEffects/none``.
    public var sideEffects = SideEffects.external

    /// When a slow attempt is joined by a second one; nil never. Has no effect on an agent with side effects.
    public var hedging: HedgingPolicy? {
        get { self.box?.value.hedging }
        set { self.rare.hedging = newValue }
    }

    /// What this agent and all others that call the same provider may spend on retries and hedges, in all runs.
    ///
    /// One budget for each provider, shared by reference; nil sets no bound beyond ``retry`` and ``hedging``.
    public var attemptBudget: AttemptBudget?

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

    /// What a drawing of the plan says of the agent, and nothing acts on.
    package var annotations: AgentAnnotations?

    private struct Rare: Sendable {
        var learnedTimeout: LearnedTimeout?
        var retry = RetryPolicy()
        var fallback: (any Sendable)?
        var fallbackAgent: (any Agent)?
        var hedging: HedgingPolicy?

        var isDefault: Bool {
            self.learnedTimeout == nil && self.retry == RetryPolicy() && self.fallback == nil
                && self.fallbackAgent == nil && self.hedging == nil
        }
    }

    /// What few agents set and takes much room, in an object that copies share: a graph may have a hundred thousand agents.
    /// Nil when nothing is set.
    private var box: Boxed<Rare>?

    private var rare: Rare {
        get { self.box?.value ?? Rare() }
        set { self.box = newValue.isDefault ? nil : Boxed(newValue) }
    }

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

extension AgentOptions: CustomReflectable {
    /// All settings, wherever they are kept.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "timeout": self.timeout as Any, "learnedTimeout": self.learnedTimeout as Any, "retry": self.retry,
                "fallback": self.fallback as Any, "fallbackAgent": self.fallbackAgent as Any,
                "sideEffects": self.sideEffects, "hedging": self.hedging as Any,
                "attemptBudget": self.attemptBudget as Any, "isFinal": self.isFinal,
                "expectedDuration": self.expectedDuration as Any, "expectedCost": self.expectedCost,
                "minimumBudget": self.minimumBudget, "condition": self.condition as Any, "isolation": self.isolation,
            ], displayStyle: .struct)
    }
}
