public import TuttiCore

extension WorkflowAgent {
    /// How the results of an agent are kept and given again.
    public struct Cache: Hashable, Sendable {
        /// How old a result may be.
        public var policy = CachePolicy()
        /// The most results that are kept; the one that has not been used for the longest time goes first.
        public var maximumEntries = 1_000

        /// Creates a cache with the defaults.
        public init() {}

        static let fields: [Field<Cache>] = [
            .duration("ttl", required: true, isPositive: true, "How long a result is as good as a new one.") {
                $0.policy.timeToLive = $1
            },
            .integer("maximumEntries", 1...1_000_000, "The most results that are kept; 1000 by default.") {
                $0.maximumEntries = $1
            },
            .duration(
                "staleWhileError", "How much older a result may be that stands in when the agent fails; 1h by default."
            ) {
                $0.policy.staleIfError = $1
            },
        ]

        /// The cache for a drawing.
        var words: String { "cached \(self.policy.timeToLive.shortText)" }
    }
}
