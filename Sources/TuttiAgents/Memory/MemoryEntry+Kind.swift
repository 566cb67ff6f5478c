extension MemoryEntry {
    /// What an entry is; a store keeps kinds that it does not know.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// The name as it is stored.
        public var name: String

        /// Creates a kind of your own; keep the name short, it is stored with every entry.
        public init(_ name: String) { self.name = name }

        /// Something that was said to the assistant, with what it answered.
        public static let conversation = Self("conversation")
        /// Something to keep.
        public static let note = Self("note")
        /// A dated page of a journal.
        public static let journal = Self("journal")
        /// A thought about other entries, such as a weekly review.
        public static let reflection = Self("reflection")

        /// The name.
        public var description: String { self.name }
    }
}
