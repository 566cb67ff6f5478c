/// A graph that has been checked and put in order: what ``ParallelExecutor`` runs, and what a person looks at first.
///
/// A plan is a value: it can be printed, compared and tested without running, and run any number of times.
public struct ExecutionPlan: Sendable {
    let table: PlanTable
    /// Warnings that a run reports, such as an agent of a strategy that does not exist.
    public var warnings: [String] = []

    /// The name of the graph.
    public var name: String { self.table.name }

    /// The names of the agents in the order in which they were declared.
    public var agentNames: [String] { self.table.declarations.map(\.name) }

    /// What could run at the same time: each agent stands in the first phase after those of all its dependencies.
    ///
    /// A view for people. The executor has no barrier between phases: an agent starts when its own inputs allow.
    public var phases: [[String]] {
        var phases: [[String]] = []
        for (agent, declaration) in zip(self.table.agents, self.table.declarations) {
            while phases.count <= agent.level { phases.append([]) }
            phases[Int(agent.level)].append(declaration.name)
        }
        return phases
    }

    /// The chain of dependencies that is expected to take longest; agents without a declared duration count nothing.
    ///
    /// Ties go to the longer chain, then to the agent that was declared first, so the answer is deterministic.
    public var criticalPath: [String] {
        var path: [String] = []
        var next = self.longestStart(among: self.table.agents.indices.filter { self.table.agents[$0].inputs.isEmpty })
        while let index = next {
            path.append(self.table.declarations[index].name)
            next = self.longestStart(among: self.table.dependents(of: index).map { Int($0.node) })
        }
        return path
    }

    /// The expected time of the critical path.
    public var expectedDuration: Duration { (self.table.agents.lazy.map(\.remainingPath).max() ?? 0).duration }

    /// The expected cost of all agents, in US dollars.
    public var expectedCost: Double { self.table.declarations.reduce(0) { $0 + $1.options.expectedCost } }

    /// The same plan with durations that were measured, wherever there are some, in place of those that were declared.
    ///
    /// They decide which agent starts first under a limit, how much time is kept free for what must follow (for the final
    /// agents their 95th percentile), after which time an agent with a ``AgentOptions/learnedTimeout`` is cut, and when a
    /// second attempt joins a slow one (``AgentOptions/hedging``).
    public func ordered(by history: DurationHistory) -> ExecutionPlan {
        ExecutionPlan(table: self.table.learning(from: history), warnings: self.warnings)
    }

    /// Whether a handle belongs to the graph that this plan was made of.
    func contains<Output>(_ node: AgentGraph.Node<Output>) -> Bool {
        self.table.declarations.indices.contains(node.index)
            && self.table.declarations[node.index].identity == node.identity
    }

    private func longestStart(among candidates: [Int]) -> Int? {
        candidates.max { a, b in
            let (left, right) = (self.table.agents[a], self.table.agents[b])
            guard left.remainingPath == right.remainingPath else { return left.remainingPath < right.remainingPath }
            guard left.longestChain == right.longestChain else { return left.longestChain < right.longestChain }
            return a > b
        }
    }
}

extension AgentGraph {
    /// Checks the graph and puts it in order.
    ///
    /// - Throws: ``GraphError`` with every problem of the graph.
    /// - Complexity: O(agents · log agents + dependencies).
    public func plan() throws(GraphError) -> ExecutionPlan { ExecutionPlan(table: try PlanTable(checking: self)) }
}
