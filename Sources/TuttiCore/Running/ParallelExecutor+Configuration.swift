extension ParallelExecutor {
    /// The bounds of a run. Every value has a default that only isolates, and limits nothing.
    public struct Configuration: Hashable, Sendable {
        /// The most agents at work at the same moment, at least 1; nil sets no limit.
        public var maximumParallel: Int?

        /// The time of an agent that has no timeout of its own, over all its attempts; nil sets no limit.
        public var timeout: Duration?

        /// What happens to an agent that fails and has a fallback.
        public var fallback = Fallback.declared

        /// The least time between the starts of two agents.
        public var startSpacing: Duration = .zero

        /// The time before the deadline that belongs to the final agents alone: everything else is cut before it.
        ///
        /// Nil takes the time that the final agents are expected to need.
        public var reserve: Duration?

        /// Whether the first agent that fails or times out cancels all others; by default they go on.
        public var failsFast = false

        /// Whether an agent that has not begun is skipped once nobody waits for it any more: those of a quorum that is
        /// reached, the inputs of an agent that was skipped. By default only those are that have lost a race.
        ///
        /// Final agents and those that nobody depends on are always needed.
        public var skipsUnneeded = false

        /// How long an attempt that was told to stop may take before it counts as abandoned.
        ///
        /// A run whose agents have all ended waits so long for it; its dependents never do.
        public var stoppingGrace: Duration = .milliseconds(10)

        /// The most by which a run passes its deadline, or goes on after its cancellation or ``failsFast``, to wait for
        /// attempts that were told to stop; it shortens ``stoppingGrace``.
        public var deadlineGrace: Duration = .milliseconds(1)

        /// The unread events that are kept for a reader before the oldest are dropped.
        public var eventCapacity = 4096

        /// The runs that ``ParallelExecutor/metrics`` remembers one by one.
        public var historyCapacity = 100

        /// The most attempts that may go on after they were given up; while there are so many, further agents fail.
        ///
        /// Counted over all runs that share a pool. What an agent does that nobody waits for cannot be ended inside a
        /// process: each blocks a thread or spins on a core, so a limit keeps one bad tool from taking them all.
        public var maximumAbandoned = 4096

        /// What agents without an attempt budget of their own may spend on hedges, over all runs of the executor; nil sets
        /// no bound.
        public var hedgingBudget: AttemptBudget.Configuration? = .init()

        /// Creates the defaults.
        public init() {}

        /// Creates the configuration that most callers need.
        public init(
            maximumParallel: Int? = nil, timeout: Duration? = nil, fallback: Fallback = .declared,
            startSpacing: Duration = .zero
        ) {
            self.maximumParallel = maximumParallel
            self.timeout = timeout
            self.fallback = fallback
            self.startSpacing = startSpacing
        }

        /// What cannot be meant, in words; such a value counts as not given.
        var problems: [String] {
            var found: [String] = []
            if let timeout, timeout <= .zero {
                found.append("the executor's timeout of \(timeout.shortText) is ignored")
            }
            if let maximumParallel, maximumParallel < 1 {
                found.append("a maximumParallel of \(maximumParallel) is ignored")
            }
            if self.startSpacing < .zero { found.append("a negative startSpacing is ignored") }
            if let reserve, reserve < .zero { found.append("a negative reserve is ignored") }
            if self.maximumAbandoned < 1 { found.append("maximumAbandoned must be at least 1, and counts as 1") }
            return found
        }

        var limits: RunLimits {
            var limits = RunLimits()
            limits.maximumParallel = self.maximumParallel.flatMap { $0 < 1 ? nil : $0 }
            limits.timeout = self.timeout.flatMap { $0 <= .zero ? nil : $0 }
            limits.startSpacing = max(.zero, self.startSpacing)
            limits.reserve = self.reserve.flatMap { $0 < .zero ? nil : $0 }
            limits.usesFallbacks = self.fallback == .declared
            limits.failsFast = self.failsFast
            limits.skipsUnneeded = self.skipsUnneeded
            limits.stoppingGrace = max(.zero, self.stoppingGrace)
            limits.deadlineGrace = max(.zero, self.deadlineGrace)
            return limits
        }
    }

    /// What happens to an agent that fails and has a fallback.
    public struct Fallback: Hashable, Sendable {
        private enum Choice { case declared, disabled }
        private let choice: Choice

        /// The fallback is its result.
        public static let declared = Fallback(choice: .declared)
        /// It fails all the same.
        public static let disabled = Fallback(choice: .disabled)
    }
}
