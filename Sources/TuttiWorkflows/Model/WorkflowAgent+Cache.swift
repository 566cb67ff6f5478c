internal import TuttiCore

extension WorkflowAgent {
    /// How the results of an agent are kept and given again.
    public struct Cache: Hashable, Sendable {
        /// How long a result is as good as a new one.
        public var timeToLive = Duration.zero
        /// The most results that are kept; the one that was not asked for longest goes first.
        public var maximumEntries = 1_000
        /// How long after that a result is still given when the agent fails; zero never gives one.
        public var staleWhileError = Duration.zero

        /// Creates a cache whose results live so long.
        public init(timeToLive: Duration = .zero) { self.timeToLive = timeToLive }

        static let fields: [Field<Cache>] = [
            .duration("ttl", required: true, isPositive: true, "How long a result is as good as a new one.") {
                $0.timeToLive = $1
            },
            .integer("maximumEntries", 1...1_000_000, "The most results that are kept; 1000 by default.") {
                $0.maximumEntries = $1
            },
            .duration("staleWhileError", "How long after that a result still stands in when the agent fails.") {
                $0.staleWhileError = $1
            },
        ]

        /// The cache for a drawing.
        var words: String { "cached \(self.timeToLive.shortText)" }
    }
}
