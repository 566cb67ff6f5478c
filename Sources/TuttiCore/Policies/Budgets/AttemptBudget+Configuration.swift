extension AttemptBudget {
    /// How much a budget allows. A value out of its range counts as the nearest one in it.
    public struct Configuration: Hashable, Sendable {
        /// The tokens of a full bucket. A transient failure takes one, and nothing is tried again while the bucket is half
        /// full or less.
        public var retryTokens = 10.0
        /// The tokens that a success gives, in thousandths at the finest.
        public var tokensPerSuccess = 0.1
        /// The share of the attempts in flight that may be retries and hedges, from 0 to 1.
        public var retryShare = 0.2
        /// The retries and hedges that may be in flight however few attempts there are.
        public var minimumRetriesInFlight = 3
        /// The hedges that each call earns, from 0 to 1: the share of extra calls that hedging may cost.
        public var hedgeShare = 0.05
        /// The most hedges that are kept when they are not used; one is there from the start.
        public var hedgeBurst = 30.0

        /// Creates the defaults.
        public init() {}
    }
}
