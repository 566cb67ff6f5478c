extension ResultCache {
    /// An agent of a run, whose attempts ask a cache.
    package struct Caller: Hashable, Sendable {
        /// The run.
        package var run: RunID
        /// The name of the agent.
        package var agent: String

        package init(run: RunID, agent: String) {
            self.run = run
            self.agent = agent
        }
    }
}
