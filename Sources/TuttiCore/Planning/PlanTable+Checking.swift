extension PlanTable {
    /// Checks a graph and puts it in order; ``AgentGraph/plan()`` is the public way.
    convenience init(checking graph: AgentGraph) throws(GraphError) {
        var problems = graph.problems
        if graph.declarations.isEmpty { problems.append(.empty) }
        for name in graph.promisesWithDependencies {
            problems.append(.unknownDependency(agent: name, dependency: name))
        }
        var agents = ContiguousArray<PlannedAgent>()
        agents.reserveCapacity(graph.declarations.count)
        var inputs = ContiguousArray<PlannedEdge>()
        var seen: Set<AgentGraph.Edge> = []
        for index in graph.declarations.indices {
            var agent = PlannedAgent(graph.declarations[index].options)
            let vertex = graph.declarations[index].vertex
            let first = Int32(inputs.count)
            if graph.vertices[vertex].declaration == index {
                agent.quorum = Int32(graph.vertices[vertex].quorum)
                agent.isRace = graph.vertices[vertex].isRace
                Self.append(vertex, of: graph, to: &inputs, &seen, &problems)
            }
            agent.inputs = first..<Int32(inputs.count)
            agent.mayMissInputs = inputs[Int(first)...].contains { $0.kind != .needs }
            if agent.mayMissInputs,
                let problem = Self.problem(of: graph.declarations[index].name, agent, inputs[Int(first)...])
            {
                problems.append(problem)
            }
            agents.append(agent)
        }
        guard problems.isEmpty else { throw GraphError(problems) }
        let dependents = Self.dependents(of: &agents, inputs)
        self.init(
            name: graph.name, declarations: graph.declarations, agents: agents, inputs: inputs, dependents: dependents)
    }

    /// What is wrong with how an agent is chosen.
    private static func problem(
        of name: String, _ agent: PlannedAgent, _ inputs: ArraySlice<PlannedEdge>
    ) -> GraphError.Problem? {
        let choosers = inputs.count { $0.kind == .choice }
        if choosers > 1 {
            return .invalidOption(agent: name, message: "\(choosers) agents choose it: one at most can")
        }
        return choosers == 1 && agent.isFinal
            ? .invalidOption(agent: name, message: "a final agent cannot wait to be chosen") : nil
    }

    /// Appends the dependencies of one agent, each once and in the order of declaration.
    private static func append(
        _ vertex: Int, of graph: AgentGraph, to inputs: inout ContiguousArray<PlannedEdge>,
        _ seen: inout Set<AgentGraph.Edge>, _ problems: inout [GraphError.Problem]
    ) {
        let dependencies = graph.vertices[vertex].dependencies
        let isShort = dependencies.count <= 8
        if !isShort { seen.removeAll(keepingCapacity: true) }
        for (index, edge) in dependencies.enumerated() {
            let isNew = isShort ? !dependencies[..<index].contains(edge) : seen.insert(edge).inserted
            guard isNew else { continue }
            guard let dependency = graph.vertices[edge.vertex].declaration else {
                let name = graph.vertices[edge.vertex].name
                problems.append(.unknownDependency(agent: graph.vertices[vertex].name, dependency: name))
                continue
            }
            inputs.append(PlannedEdge(node: Int32(dependency), kind: edge.kind))
        }
    }

    /// The same edges by dependency, in the order of the dependents.
    private static func dependents(
        of agents: inout ContiguousArray<PlannedAgent>, _ inputs: ContiguousArray<PlannedEdge>
    ) -> ContiguousArray<PlannedEdge> {
        var next = ContiguousArray(repeating: Int32(0), count: agents.count + 1)
        for edge in inputs { next[Int(edge.node) + 1] += 1 }
        for node in agents.indices {
            next[node + 1] += next[node]
            agents[node].dependents = next[node]..<next[node + 1]
        }
        var dependents = ContiguousArray(repeating: PlannedEdge(node: 0, kind: .needs), count: inputs.count)
        for node in agents.indices {
            for edge in agents[node].inputs {
                let input = inputs[Int(edge)]
                dependents[Int(next[Int(input.node)])] = PlannedEdge(node: Int32(node), kind: input.kind)
                next[Int(input.node)] += 1
            }
        }
        return dependents
    }
}

extension AgentGraph {
    /// The names that were given dependencies and never an agent.
    fileprivate var promisesWithDependencies: [String] {
        self.vertices.filter { $0.declaration == nil && !$0.dependencies.isEmpty }.map(\.name).sorted()
    }
}
