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
        /// The most tokens of a summary of the conversation, and the most time in which a model writes it, beside the
        /// conversation; with zero it writes none.
        public var maximumSummaryTokens = 400
        /// See ``maximumSummaryTokens``.
        public var summaryLimit: Duration = .seconds(20)
        /// The most time that the next message waits for a summary that is being written, a tenth of its deadline at most.
        public var summaryWait: Duration = .milliseconds(300)
        /// The most tokens of the notes of a session, and the most time in which a model writes them at its end; with zero
        /// rules make them.
        public var maximumNotesTokens = 800
        /// See ``maximumNotesTokens``.
        public var notesLimit: Duration = .seconds(5)
        /// The most time in which the memory tells what earlier sessions came to, a tenth of the deadline at most.
        public var recallLimit: Duration = .milliseconds(500)
        /// The bounds of what is kept of the conversation.
        public var limits = Conversation.Limits()
        /// The most contributions of agents that are kept for the report as they are; of older ones there is one for each
        /// agent, put together.
        public var maximumContributions = 64
        /// Seconds east of UTC, by which days are named.
        public var utcOffset = 0

        /// Creates the defaults.
        public init() {}

        func judgementBudget(of total: Duration?) -> Duration {
            guard let total else { return max(self.judgementLimit, .zero) }
            return max(min(total * min(max(self.judgementShare, 0), 1), self.judgementLimit), .zero)
        }

        /// A limit, and no more than a tenth of the time that there is.
        func share(_ limit: Duration, of total: Duration?) -> Duration {
            max(total.map { min(limit, $0 / 10) } ?? limit, .zero)
        }
    }
}
