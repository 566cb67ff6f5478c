extension RunEvent {
    /// A part of an agent's work that was run by itself: an item of a list, or an agent of a run inside of the agent.
    public struct Part: Hashable, Sendable {
        /// Its name; a part of a part is `part/its part`.
        public var name: String
        /// Its place among the parts of the same run, from 0.
        public var index: Int
        /// The number of parts of that run.
        public var count: Int
        /// How it ended.
        public var state: AgentState
        /// Why it has no result of its own.
        public var error: String?

        /// Creates a part.
        public init(_ name: String, index: Int, of count: Int, _ state: AgentState, error: String? = nil) {
            self.name = name
            self.index = index
            self.count = count
            self.state = state
            self.error = error
        }
    }
}
