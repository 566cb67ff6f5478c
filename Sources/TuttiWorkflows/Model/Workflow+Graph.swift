public import TuttiCore

extension Workflow {
    /// Makes the graph that the file describes.
    ///
    /// - Parameters:
    ///   - random: Gives 64 random bits; simulated agents draw their durations from it. Nil draws from the identity of
    ///     the run, the agent and the attempt.
    ///   - firstTurn: Where lists of durations begin, for a graph that is made anew for each of many runs.
    ///   - makeAgent: Makes the agents of all kinds but `simulated`, which are built in.
    /// - Throws: What `makeAgent` throws, and `GraphError` for a workflow that was made in code and has a cycle or a
    ///   quorum out of range.
    public func makeGraph(
        random: (@Sendable () -> UInt64)? = nil, firstTurn: Int = 0,
        _ makeAgent: (WorkflowAgent) throws -> any Agent
    ) throws -> AgentGraph {
        var graph = AgentGraph(self.name)
        for agent in self.agents {
            if case .simulated(let simulated) = agent.kind {
                graph.add(
                    agent.name, SimulatedAgent(simulated, random: random, firstTurn: firstTurn),
                    options: agent.options)
            } else {
                graph.add(agent.name, try makeAgent(agent), options: agent.options)
            }
        }
        for agent in self.agents {
            for name in agent.needs { try graph.addDependency(of: agent.name, on: name, .needs) }
            for name in agent.wants { try graph.addDependency(of: agent.name, on: name, .wants) }
            if let quorum = agent.quorum {
                try graph.addQuorum(of: agent.name, count: quorum.count, from: quorum.agents)
            }
        }
        return graph
    }

    /// Makes the plan of the graph, with the warnings of the file; parameters and errors are those of
    /// ``makeGraph(random:firstTurn:_:)``, and what `AgentGraph.plan()` throws.
    public func makePlan(
        random: (@Sendable () -> UInt64)? = nil, firstTurn: Int = 0,
        _ makeAgent: (WorkflowAgent) throws -> any Agent
    ) throws -> ExecutionPlan {
        var plan = try self.makeGraph(random: random, firstTurn: firstTurn, makeAgent).plan()
        plan.warnings += self.warnings
        return plan
    }
}
