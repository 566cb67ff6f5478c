extension ResultCache {
    /// What a cache answers with.
    package struct Answer: Hashable, Sendable {
        /// The result.
        package var output: AgentOutput
        /// How long ago it was made; nil when this call made it.
        package var age: Nanoseconds?
        /// Whether it is too old, and answers because the call has failed.
        package var isStale = false

        package init(output: AgentOutput, age: Nanoseconds?, isStale: Bool = false) {
            self.output = output
            self.age = age
            self.isStale = isStale
        }
    }
}
