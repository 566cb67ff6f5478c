extension TextChunker {
    /// How long chunks are, and how long text waits for its end.
    public struct Configuration: Hashable, Sendable {
        /// The characters from which on the first chunk may end at a clause, so that speech begins early; an ideograph
        /// counts as two. Nil ends it where any other chunk ends. A whole sentence is never too short.
        ///
        /// With 10, "Of course," is spoken by itself and "Yes," is not.
        public var minimumFirstLength: Int? = 10
        /// The most characters of a chunk, at least 16; an ideograph counts as two. Only code and a single word that is
        /// longer may exceed it.
        public var maximumLength = 240
        /// The most characters of a code block, at least those of other text; a longer one is cut between lines.
        public var maximumCodeLength = 16_384
        /// How long text may be held that could be spoken; nil sets no limit.
        ///
        /// Long enough that a slow model finishes its clause, short enough that nobody takes the silence for the end.
        public var maximumAge: Duration? = .seconds(1)

        /// Creates the defaults.
        public init() {}
    }
}
