extension ResultCache {
    /// The bounds of a cache.
    public struct Configuration: Hashable, Sendable {
        /// The most results that are kept; the one that has not been used for the longest time goes first.
        public var maximumEntries = 1_000

        /// The most bytes that are kept: those of the questions, the results and their citations, and a hundred for each
        /// entry. A result that is larger by itself is not kept.
        public var maximumBytes = 64 << 20

        /// Creates the defaults.
        public init() {}

        /// Creates bounds.
        public init(maximumEntries: Int, maximumBytes: Int = 64 << 20) {
            self.maximumEntries = maximumEntries
            self.maximumBytes = maximumBytes
        }
    }
}
