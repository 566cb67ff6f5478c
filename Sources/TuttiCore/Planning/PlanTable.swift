/// A checked graph as the executor reads it: contiguous arrays, made once and shared by all runs of a plan.
///
/// The edges are kept twice, by dependent and by dependency, each time as one array with a range an agent (compressed
/// sparse rows), so that what an ending agent must tell its dependents lies together in memory.
final class PlanTable: Sendable {
    let name: String
    let declarations: [AgentGraph.Declaration]
    let agents: ContiguousArray<PlannedAgent>
    /// What each agent does; apart, because a run reads them one after another.
    let bodies: ContiguousArray<AgentBody>
    let inputs: ContiguousArray<PlannedEdge>
    let dependents: ContiguousArray<PlannedEdge>
    /// The agents by ``PlannedAgent/rank``.
    let order: ContiguousArray<Int32>
    /// Every agent as it is before a run.
    let initialStates: ContiguousArray<NodeState>
    /// The inputs of each agent that must succeed, a quorum as one.
    let requiredInputs: ContiguousArray<Int32>
    let hasFinalAgents: Bool
    let hasCooperativeAgents: Bool
    /// The expected time of the final agents.
    let expectedFinalDuration: Nanoseconds
    /// The time that is enough for the final agents as a rule.
    private let usualFinalDuration: Nanoseconds

    init(
        name: String, declarations: [AgentGraph.Declaration], agents: ContiguousArray<PlannedAgent>,
        inputs: ContiguousArray<PlannedEdge>, dependents: ContiguousArray<PlannedEdge>,
        ranges: ContiguousArray<DurationRange>? = nil
    ) {
        var agents = agents
        if ranges != nil { Self.letNeededOutlastCutOff(&agents, declarations, dependents) }
        Self.assignPaths(to: &agents, inputs, dependents, ranges)
        self.order = Self.assignRanks(to: &agents)
        self.name = name
        self.declarations = declarations
        self.bodies = ContiguousArray(declarations.map(\.body))
        self.agents = agents
        self.inputs = inputs
        self.dependents = dependents
        self.initialStates = ContiguousArray(agents.map { NodeState($0, inputs) })
        self.requiredInputs = ContiguousArray(
            agents.map { agent in
                let needed = agent.inputs.count { inputs[Int($0)].kind == .needs }
                return Int32(truncatingIfNeeded: needed) + (agent.quorum > 0 ? 1 : 0)
            })
        self.hasFinalAgents = agents.contains(where: \.isFinal)
        self.hasCooperativeAgents = agents.contains(where: \.isCooperative)
        self.expectedFinalDuration = agents.lazy.filter(\.isFinal).map(\.remainingPath).max() ?? 0
        self.usualFinalDuration = ranges.map { Self.usualFinalDuration(agents, dependents, $0) } ?? 0
    }

    /// The same agents with what was measured of them.
    func learning(from history: DurationHistory) -> PlanTable {
        var agents = self.agents
        var ranges = ContiguousArray<DurationRange>()
        ranges.reserveCapacity(agents.count)
        for (index, declaration) in self.declarations.enumerated() {
            agents[index].learn(declaration.name, declaration.options, from: history)
            let range = DurationRange(of: declaration.name, declaration.options, in: history)
            ranges.append(range ?? DurationRange(always: agents[index].expectedDuration))
        }
        return PlanTable(
            name: self.name, declarations: self.declarations, agents: agents, inputs: self.inputs,
            dependents: self.dependents, ranges: ranges)
    }

    /// The time that is kept free for the final agents in a run of so much time: what is enough for them as a rule, but
    /// for what they are not even expected to need no more than half.
    func reserve(in time: Nanoseconds) -> Nanoseconds {
        max(self.expectedFinalDuration, min(self.usualFinalDuration, time / 2))
    }

    var count: Int { self.agents.count }

    func inputs(of node: Int) -> ArraySlice<PlannedEdge> {
        let range = self.agents[node].inputs
        return self.inputs[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    func dependents(of node: Int) -> ArraySlice<PlannedEdge> { self.dependents[self.dependentRange(of: node)] }

    /// The indices at which the dependents of a node stand in ``dependents``.
    func dependentRange(of node: Int) -> Range<Int> {
        let range = self.agents[node].dependents
        return Int(range.lowerBound)..<Int(range.upperBound)
    }

    // MARK: Order

    /// Every node after all its inputs; shorter than the array when there is a cycle.
    static func topologicalOrder(
        of agents: ContiguousArray<PlannedAgent>, _ dependents: ContiguousArray<PlannedEdge>
    ) -> ContiguousArray<Int32> {
        var missing = ContiguousArray(agents.map { Int32($0.inputs.count) })
        var order = ContiguousArray<Int32>()
        order.reserveCapacity(agents.count)
        for index in agents.indices where missing[index] == 0 { order.append(Int32(index)) }
        var head = 0
        while head < order.count {
            let range = agents[Int(order[head])].dependents
            head += 1
            for edge in Int(range.lowerBound)..<Int(range.upperBound) {
                let dependent = dependents[edge].node
                missing[Int(dependent)] -= 1
                if missing[Int(dependent)] == 0 { order.append(dependent) }
            }
        }
        return order
    }

    /// Fills in levels from the front, and remaining times and chains from the back.
    private static func assignPaths(
        to agents: inout ContiguousArray<PlannedAgent>, _ inputs: ContiguousArray<PlannedEdge>,
        _ dependents: ContiguousArray<PlannedEdge>, _ ranges: ContiguousArray<DurationRange>?
    ) {
        let order = Self.topologicalOrder(of: agents, dependents)
        precondition(order.count == agents.count, "a cycle that addDependency did not see")
        for node in order {
            var level: Int32 = 0
            let range = agents[Int(node)].inputs
            for edge in range { level = max(level, agents[Int(inputs[Int(edge)].node)].level + 1) }
            agents[Int(node)].level = level
        }
        for node in order.reversed() {
            var agent = agents[Int(node)]
            var (path, chain) = (Nanoseconds(0), Int32(0))
            var (neededTime, wantedTime) = (Nanoseconds?.none, Nanoseconds(0))
            for edge in agent.dependents {
                let edge = dependents[Int(edge)]
                let dependent = agents[Int(edge.node)]
                path = max(path, dependent.remainingPath)
                chain = max(chain, dependent.longestChain)
                if edge.kind != .wants, edge.kind != .choice { neededTime = neededTime ?? 0 }
                // Final agents have the reserve for themselves, so they take nothing from what runs before the cut-off.
                let sharesTime = dependent.isFinal == agent.isFinal || (agent.outlastsCutOff && edge.kind == .needs)
                guard edge.kind != .quorum, edge.kind != .choice, sharesTime else { continue }
                if edge.kind == .needs {
                    // Gets nowhere when the agent is cut, so that is put off as long as time is left for it at all.
                    let least = ranges?[Int(edge.node)].least ?? dependent.expectedDuration
                    neededTime = max(neededTime ?? 0, least.advanced(byAtMost: dependent.followingTime))
                } else {
                    let expected = dependent.expectedDuration.advanced(byAtMost: dependent.followingTime)
                    wantedTime = max(wantedTime, expected)
                }
            }
            // Nobody who needs the agent goes without because somebody else would do without.
            agent.followingTime = neededTime ?? wantedTime
            agent.remainingPath = agent.expectedDuration.advanced(byAtMost: path)
            agent.longestChain = chain + 1
            agents[Int(node)] = agent
        }
    }

    /// Marks what final agents need, directly or through others.
    private static func letNeededOutlastCutOff(
        _ agents: inout ContiguousArray<PlannedAgent>, _ declarations: [AgentGraph.Declaration],
        _ dependents: ContiguousArray<PlannedEdge>
    ) {
        for node in self.topologicalOrder(of: agents, dependents).reversed() {
            let index = Int(node)
            guard !agents[index].isFinal, declarations[index].fallbackText == nil else { continue }
            agents[index].outlastsCutOff = agents[index].dependents.contains { edge in
                let edge = dependents[Int(edge)]
                let dependent = agents[Int(edge.node)]
                return edge.kind == .needs && (dependent.isFinal || dependent.outlastsCutOff)
            }
        }
    }

    /// The time that is enough for the final agents as a rule, and expected of what follows them.
    private static func usualFinalDuration(
        _ agents: ContiguousArray<PlannedAgent>, _ dependents: ContiguousArray<PlannedEdge>,
        _ ranges: ContiguousArray<DurationRange>
    ) -> Nanoseconds {
        var paths = ContiguousArray(repeating: Nanoseconds(0), count: agents.count)
        var longest: Nanoseconds = 0
        for node in self.topologicalOrder(of: agents, dependents).reversed() {
            let agent = agents[Int(node)]
            let own = agent.isFinal ? ranges[Int(node)].usual : agent.expectedDuration
            let following = agent.dependents.reduce(0) { max($0, paths[Int(dependents[Int($1)].node)]) }
            paths[Int(node)] = own.advanced(byAtMost: following)
            if agent.isFinal { longest = max(longest, paths[Int(node)]) }
        }
        return longest
    }

    /// Puts the agents into the order in which they start when not all can: the longest remaining path first.
    ///
    /// Where no duration is known all count the same, so the longest path is the longest chain; what is still equal
    /// starts as it was declared.
    private static func assignRanks(to agents: inout ContiguousArray<PlannedAgent>) -> ContiguousArray<Int32> {
        let hasDurations = agents.contains { $0.expectedDuration > 0 }
        struct Key {
            var path: Nanoseconds
            var node: Int32
        }
        var keys = agents.indices.map { index in
            let agent = agents[index]
            return Key(path: hasDurations ? agent.remainingPath : Nanoseconds(agent.longestChain), node: Int32(index))
        }
        keys.sort { $0.path == $1.path ? $0.node < $1.node : $0.path > $1.path }
        for (rank, key) in keys.enumerated() { agents[Int(key.node)].rank = Int32(rank) }
        return ContiguousArray(keys.map(\.node))
    }
}
