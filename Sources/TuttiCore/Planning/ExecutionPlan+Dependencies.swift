extension ExecutionPlan {
    /// The names of those that each agent depends on, agents in the order in which they were declared.
    package var dependencies: [[String]] {
        self.table.agents.indices.map { index in
            self.table.inputs(of: index).map { self.table.declarations[Int($0.node)].name }
        }
    }
}
