extension Provider {
    /// What a provider bears. A value out of its range counts as the nearest one in it.
    public struct Configuration: Hashable, Sendable {
        /// The most calls at the same moment, 1 or more; fewer while the provider says that it is too much.
        public var maximumConcurrency = 8
        /// The most calls that wait; nil for twice ``maximumConcurrency``. One more is refused at once, and told when to
        /// come again.
        public var maximumQueue: Int?
        /// The requests that the provider grants in a minute, 1 or more; nil learns it from refusals.
        public var requestsPerMinute: Int?
        /// The tokens, read and written, that the provider grants in a minute, 1 or more; nil does not count them.
        public var tokensPerMinute: Int?
        /// When the provider is left alone because it fails.
        public var circuitBreaker = CircuitBreakerPolicy()
        /// What all agents may spend on second attempts.
        public var attemptBudget = AttemptBudget.Configuration()

        /// Creates the defaults: eight calls at once, sixteen that wait, and nothing known of a rate.
        public init() {}

        /// Creates the configuration that most callers need.
        public init(maximumConcurrency: Int = 8, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
            self.maximumConcurrency = maximumConcurrency
            self.requestsPerMinute = requestsPerMinute
            self.tokensPerMinute = tokensPerMinute
        }
    }
}
