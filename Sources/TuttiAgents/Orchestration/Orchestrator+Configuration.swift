extension Orchestrator {
    /// How the time of a coordination is shared out.
    public struct Configuration: Hashable, Sendable {
        /// The most of the deadline that the strategist may take, 0 to 1; with 0 it is not asked.
        public var strategyShare = 0.4
        /// The most time that the strategist may take, with a deadline or without.
        public var strategyLimit: Duration = .seconds(10)
        /// The most of the run's time that is kept free for the synthesis, 0 to 1.
        public var synthesisShare = 0.3
        /// The most time that keeping the record may take; it comes after the answer.
        public var savingLimit: Duration = .seconds(1)

        /// Creates the defaults.
        public init() {}

        /// The time of the strategist when the whole has `total`.
        func strategyBudget(of total: Duration?) -> Duration {
            guard let total else { return max(self.strategyLimit, .zero) }
            return max(min(total * min(max(self.strategyShare, 0), 1), self.strategyLimit), .zero)
        }

        /// The time that is kept for a synthesis that expects to need `expected` when the run has `total`.
        func synthesisReserve(_ expected: Duration, of total: Duration?) -> Duration {
            guard let total else { return max(expected, .zero) }
            return max(min(expected, total * min(max(self.synthesisShare, 0), 1)), .zero)
        }
    }
}
