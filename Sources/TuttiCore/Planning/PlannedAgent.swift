/// What the executor must know of an agent while it runs, and nothing else: a run of a million agents reads them all.
struct PlannedAgent: Sendable {
    /// The agent's inputs in ``PlanTable/inputs``.
    var inputs: Range<Int32> = 0..<0
    /// The agent's dependents in ``PlanTable/dependents``.
    var dependents: Range<Int32> = 0..<0
    /// Its place in the order in which ready agents start: 0 is first, no two are equal.
    var rank: Int32 = 0
    /// The inputs of the kind `quorum` that must succeed.
    var quorum: Int32 = 0
    /// The phase, from 0.
    var level: Int32 = 0
    /// The agents on the longest chain of dependents, this one included.
    var longestChain: Int32 = 1
    var isFinal: Bool
    var isCooperative: Bool
    var hasCondition: Bool
    /// Whether an attempt has a time of its own, may be joined by another, or is counted: more to do for it.
    var hasAttemptPolicies: Bool
    /// Whether it may start while some input has no result: it wants one, or some of several.
    var mayMissInputs = false
    /// Whether those of its quorum that are late are stopped.
    var isRace = false
    /// The time for all its attempts; ``Nanoseconds/never`` takes the executor's.
    var timeout: Nanoseconds
    var minimumBudget: Nanoseconds
    /// When an attempt is joined by another one, counted from its start; ``Nanoseconds/never`` for none.
    var hedgeDelay: Nanoseconds = .never
    var expectedDuration: Nanoseconds
    /// The expected time from the start of this agent to the end of everything that depends on it.
    var remainingPath: Nanoseconds = 0
    /// Whether it may go on past the cut-off, as long as it leaves a final agent the least time that one was measured to
    /// take: that agent needs it, and has nothing to say without it. Never one that has a fallback.
    var outlastsCutOff = false
    /// The expected time of what must follow before the same cut-off.
    var followingTime: Nanoseconds = 0

    init(_ options: AgentOptions) {
        self.isFinal = options.isFinal
        self.isCooperative = options.isolation == .cooperative
        self.hasCondition = options.condition != nil
        let hedging = options.sideEffects == .none ? options.hedging : nil
        self.hasAttemptPolicies =
            options.retry.attemptTimeout != nil || hedging != nil || options.attemptBudget != nil
        if let hedging, case .fixed(let delay) = hedging.delay { self.hedgeDelay = delay.nanoseconds }
        self.timeout = (options.timeout ?? options.learnedTimeout?.maximum)?.nanoseconds ?? .never
        self.minimumBudget = options.minimumBudget.nanoseconds
        self.expectedDuration = options.expectedDuration?.nanoseconds ?? 0
    }

    /// Takes what was measured of the agent in place of what was declared, wherever something was.
    mutating func learn(_ name: String, _ options: AgentOptions, from history: DurationHistory) {
        if let expected = history.expectedDuration(of: name) { self.expectedDuration = expected.nanoseconds }
        if options.timeout == nil, let policy = options.learnedTimeout {
            self.timeout = history.timeout(of: name, policy).nanoseconds
        }
        if options.sideEffects == .none, let policy = options.hedging {
            self.hedgeDelay = history.hedgeDelay(of: name, policy)?.nanoseconds ?? .never
        }
    }
}

/// One end of a dependency.
struct PlannedEdge: Sendable {
    /// The agent at the other end.
    var node: Int32
    var kind: DependencyEdge.Kind
}
