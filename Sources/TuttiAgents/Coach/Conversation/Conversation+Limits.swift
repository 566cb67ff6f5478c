internal import TuttiModels

extension Conversation {
    /// The bounds of a conversation.
    public struct Limits: Hashable, Sendable {
        /// The most turns that are kept word for word, at least 1.
        public var maximumTurns = 40
        /// The most bytes of all messages and replies that are kept word for word.
        public var maximumBytes = 64 << 10
        /// The most bytes of older turns that wait for the memory; beyond it the oldest are not remembered.
        public var maximumWaitingBytes = 4 << 20
        /// The most tokens of one request of the coach: instructions, conversation and message; at least 256.
        ///
        /// Estimated at four bytes a token. Instructions get at most half of it, and so does the conversation, which is
        /// also what the team is told of it.
        public var maximumContextTokens = 4000

        /// Creates the defaults.
        public init() {}

        /// The most bytes of JSON that the conversation takes in a request.
        package var backgroundBytes: Int { max(self.maximumContextTokens, BoundedRequest.minimumTokens) / 2 * 4 }

        // How that is shared out; what a part does not need is left to the newest turns.
        var recalledBytes: Int { self.backgroundBytes / 8 }
        var summaryBytes: Int { self.backgroundBytes / 4 }
        /// The facts have more room while no summary tells of their turns.
        func factBytes(hasSummary: Bool) -> Int { self.backgroundBytes / (hasSummary ? 4 : 2) }
        /// The turns that are not in the summary may grow to this size before the oldest are folded into it, which brings
        /// them down to the other: early enough for the summary to be there when it is needed.
        var foldingBytes: Int { self.backgroundBytes * 3 / 8 }
        var foldedBytes: Int { self.foldingBytes / 2 }
        /// The most that is folded at once, so that it is shown whole to whoever sums it up.
        var foldableBytes: Int { self.backgroundBytes / 2 }
        /// The most bytes of JSON of one message or reply in a request; the beginning of a longer one is shown.
        var turnPartBytes: Int { min(1500, self.foldedBytes / 3) }
    }
}
