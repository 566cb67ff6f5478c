extension ExecutionPlan {
    /// The agents whose outputs are the answer, the best group first; the first group that has any counts.
    ///
    /// Final agents that feed no other final one, all final agents, the agents that nobody depends on.
    var outputGroups: [[Int]] {
        let table = self.table
        let finals = table.agents.indices.filter { table.agents[$0].isFinal }
        let last = finals.filter { index in
            !table.dependents(of: index).contains { table.agents[Int($0.node)].isFinal }
        }
        return [last, finals, table.agents.indices.filter { table.agents[$0].dependents.isEmpty }]
    }

    /// The time of the slowest chain of dependencies; who chooses among agents goes on while they run.
    func longestPath(of durations: [Duration]) -> Duration {
        var ends = [Duration](repeating: .zero, count: durations.count)
        for node in PlanTable.topologicalOrder(of: self.table.agents, self.table.dependents) {
            let node = Int(node)
            let start = self.table.inputs(of: node).reduce(.zero) { start, input in
                input.kind == .choice ? start : max(start, ends[Int(input.node)])
            }
            ends[node] = start + durations[node]
        }
        return ends.max() ?? .zero
    }
}
