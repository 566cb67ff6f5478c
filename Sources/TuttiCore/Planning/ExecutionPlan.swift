/// A graph that has been checked and put in order: what ``ParallelExecutor`` runs, and what a person looks at first.
///
/// A plan is a value: it can be printed, compared and tested without running, and run any number of times.
public struct ExecutionPlan: Sendable {
    /// One input of an agent.
    struct Input: Hashable, Sendable {
        var node: Int
        var kind: DependencyEdge.Kind
    }

    /// One agent of the plan.
    struct Node: Sendable {
        var name: String
        var options: AgentOptions
        var body: AgentGraph.Body
        var inputs: [Input]
        var dependents: [Input]
        var quorum: Int
        /// The fallback as text, made when the agent was declared: making it may run code of the user's.
        var fallbackText: String?
        /// The phase, from 0.
        var level = 0
        /// The expected time from the start of this agent to the end of everything that depends on it.
        var remainingPath: Duration = .zero
        /// The expected time of what must follow before the same cut-off.
        var followingTime: Duration = .zero
        /// The agents on the longest chain of dependents, this one included.
        var longestChain = 1

        var expectedDuration: Duration { self.options.expectedDuration ?? .zero }
    }

    /// The name of the graph.
    public let name: String
    let nodes: [Node]
    /// Whether any agent says how long it is expected to take.
    let hasDurations: Bool
    /// Warnings that a run reports, such as an agent of a strategy that does not exist.
    public var warnings: [String] = []
    private let identities: [NodeIdentity]

    /// The names of the agents in the order in which they were declared.
    public var agentNames: [String] { self.nodes.map(\.name) }

    /// What could run at the same time: each agent stands in the first phase after those of all its dependencies.
    ///
    /// A view for people. The executor has no barrier between phases: an agent starts when its own inputs allow.
    public var phases: [[String]] {
        var phases: [[String]] = []
        for node in self.nodes {
            while phases.count <= node.level { phases.append([]) }
            phases[node.level].append(node.name)
        }
        return phases
    }

    /// The chain of dependencies that is expected to take longest; agents without a declared duration count nothing.
    ///
    /// Ties go to the longer chain, then to the agent that was declared first, so the answer is deterministic.
    public var criticalPath: [String] {
        var path: [String] = []
        var next = self.longestStart(among: self.nodes.indices.filter { self.nodes[$0].inputs.isEmpty })
        while let index = next {
            path.append(self.nodes[index].name)
            next = self.longestStart(among: self.nodes[index].dependents.map(\.node))
        }
        return path
    }

    /// The expected time of the critical path.
    public var expectedDuration: Duration { self.nodes.map(\.remainingPath).max() ?? .zero }

    /// The expected cost of all agents, in US dollars.
    public var expectedCost: Double { self.nodes.reduce(0) { $0 + $1.options.expectedCost } }

    /// Whether the plan has an agent that gives the answer.
    var hasFinalAgents: Bool { self.nodes.contains { $0.options.isFinal } }

    /// The expected time of the final agents.
    var expectedFinalDuration: Duration {
        self.nodes.filter(\.options.isFinal).map(\.remainingPath).max() ?? .zero
    }

    /// Whether a handle belongs to the graph that this plan was made of.
    func contains<Output>(_ node: AgentGraph.Node<Output>) -> Bool {
        self.nodes.indices.contains(node.index) && self.identities[node.index] === node.identity
    }

    private func longestStart(among candidates: [Int]) -> Int? {
        candidates.max { a, b in
            let (left, right) = (self.nodes[a], self.nodes[b])
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
    /// - Complexity: O(agents + dependencies).
    public func plan() throws(GraphError) -> ExecutionPlan { try ExecutionPlan(checking: self) }
}

extension ExecutionPlan {
    /// Checks a graph and puts it in order; ``AgentGraph/plan()`` is the public way.
    init(checking graph: AgentGraph) throws(GraphError) {
        var problems = graph.problems
        if graph.declarations.isEmpty { problems.append(.empty) }
        for agent in graph.edges.keys.filter({ graph.indices[$0] == nil }).sorted() {
            problems.append(.unknownDependency(agent: agent, dependency: agent))
        }
        var nodes = graph.declarations.map { declaration in
            Node(
                name: declaration.name, options: declaration.options, body: declaration.body, inputs: [],
                dependents: [], quorum: graph.quorums[declaration.name]?.count ?? 0,
                fallbackText: declaration.fallbackText)
        }
        for index in nodes.indices where graph.indices[nodes[index].name] == index {
            for edge in graph.edges[nodes[index].name]?.edges ?? [] {
                guard let dependency = graph.indices[edge.dependency] else {
                    problems.append(.unknownDependency(agent: nodes[index].name, dependency: edge.dependency))
                    continue
                }
                nodes[index].inputs.append(Input(node: dependency, kind: edge.kind))
                nodes[dependency].dependents.append(Input(node: index, kind: edge.kind))
            }
        }
        guard problems.isEmpty else { throw GraphError(problems) }
        let order = Self.topologicalOrder(of: nodes)
        precondition(order.count == nodes.count, "a cycle that addDependency did not see: \(graph.edges)")
        Self.assignTimes(to: &nodes, in: order)
        self.name = graph.name
        self.nodes = nodes
        self.hasDurations = nodes.contains { $0.expectedDuration > .zero }
        self.identities = graph.declarations.map(\.identity)
    }

    /// Every node after all its inputs, in declaration order where that leaves a choice.
    private static func topologicalOrder(of nodes: [Node]) -> [Int] {
        var missing = nodes.map(\.inputs.count)
        var ready = PriorityHeap<Int>()
        for index in nodes.indices where missing[index] == 0 { ready.insert(index) }
        var order: [Int] = []
        while let index = ready.removeFirst() {
            order.append(index)
            for dependent in nodes[index].dependents {
                missing[dependent.node] -= 1
                if missing[dependent.node] == 0 { ready.insert(dependent.node) }
            }
        }
        return order
    }

    /// Fills in levels from the front, and remaining times and chains from the back.
    private static func assignTimes(to nodes: inout [Node], in order: [Int]) {
        for index in order {
            nodes[index].level = nodes[index].inputs.map { nodes[$0.node].level + 1 }.max() ?? 0
        }
        for index in order.reversed() {
            let node = nodes[index]
            let dependents = node.dependents.map { nodes[$0.node] }
            nodes[index].remainingPath = node.expectedDuration + (dependents.map(\.remainingPath).max() ?? .zero)
            // Final agents have the reserve for themselves, so they take nothing from what runs before the cut-off.
            let mustFollow = zip(node.dependents, dependents)
                .filter { $0.kind == .needs && $1.options.isFinal == node.options.isFinal }
                .map { $1.expectedDuration + $1.followingTime }
            nodes[index].followingTime = mustFollow.max() ?? .zero
            nodes[index].longestChain = 1 + (dependents.map(\.longestChain).max() ?? 0)
        }
    }
}
