extension Coach {
    /// The limits of a coach.
    public struct Configuration: Hashable, Sendable {
        /// The most of a turn's time in which the model may judge a message, and reply when no agent is needed; 0 to 1.
        public var judgementShare = 0.4
        /// The most time for that, with a deadline or without.
        public var judgementLimit: Duration = .seconds(10)
        /// The most tokens of a reply of its own.
        public var maximumReplyTokens = 300
        /// The most tokens of a written report.
        public var maximumReportTokens = 2500
        /// The bounds of what is kept of the conversation.
        public var limits = Conversation.Limits()
        /// The most contributions of agents that are kept for the report; the oldest are forgotten first.
        public var maximumContributions = 64
        /// Seconds east of UTC, by which days are named.
        public var utcOffset = 0

        /// Creates the defaults.
        public init() {}

        func judgementBudget(of total: Duration?) -> Duration {
            guard let total else { return max(self.judgementLimit, .zero) }
            return max(min(total * min(max(self.judgementShare, 0), 1), self.judgementLimit), .zero)
        }
    }

    /// Where a session is remembered, and what tells the date.
    public struct Memory: Sendable {
        let store: any MemoryStore
        let now: @Sendable () -> Timestamp

        /// Creates a memory; `now` reads the wall clock.
        public init(_ store: any MemoryStore, now: @escaping @Sendable () -> Timestamp) {
            self.store = store
            self.now = now
        }
    }
}
