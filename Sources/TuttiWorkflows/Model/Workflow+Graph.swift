public import TuttiCore

extension Workflow {
    /// Makes the graph that the file describes.
    ///
    /// - Parameters:
    ///   - random: Gives 64 random bits; simulated agents draw their durations from it. Nil draws from the identity of
    ///     the run, the agent and the attempt.
    ///   - firstTurn: Where lists of durations begin, for a graph that is made anew for each of many runs.
    ///   - time: The clock of the runs, by which the results in caches grow old. Caches live as long as the graph.
    ///   - makeAgent: Makes the agents of all kinds but `simulated` and `workflow`, which are built in: those of
    ///     ``agentsToMake``, in that order.
    /// - Throws: What `makeAgent` throws, and `GraphError` for a workflow that was made in code and has a cycle or a
    ///   quorum out of range.
    public func makeGraph(
        random: (@Sendable () -> UInt64)? = nil, firstTurn: Int = 0, time: any TimeSource = SystemTime.shared,
        _ makeAgent: (WorkflowAgent) throws -> any Agent
    ) throws -> AgentGraph {
        try withoutActuallyEscaping(makeAgent) { makeAgent in
            try GraphBuilder(random: random, firstTurn: firstTurn, time: time, makeAgent: makeAgent).graph(of: self)
        }
    }

    /// Makes the plan of the graph, with the warnings of the file; parameters and errors are those of
    /// ``makeGraph(random:firstTurn:time:_:)``, and what `AgentGraph.plan()` throws.
    public func makePlan(
        random: (@Sendable () -> UInt64)? = nil, firstTurn: Int = 0, time: any TimeSource = SystemTime.shared,
        _ makeAgent: (WorkflowAgent) throws -> any Agent
    ) throws -> ExecutionPlan {
        var plan = try self.makeGraph(random: random, firstTurn: firstTurn, time: time, makeAgent).plan()
        plan.warnings += self.warnings
        return plan
    }

    /// Makes the agents alone, for who decides otherwise which of them are asked, and when; parameters and errors are
    /// those of ``makeGraph(random:firstTurn:time:_:)``.
    package func makeAgents(
        time: any TimeSource = SystemTime.shared, _ makeAgent: (WorkflowAgent) throws -> any Agent
    ) throws -> [(declaration: WorkflowAgent, agent: any Agent, options: AgentOptions)] {
        try withoutActuallyEscaping(makeAgent) { makeAgent in
            let builder = GraphBuilder(random: nil, firstTurn: 0, time: time, makeAgent: makeAgent)
            return try self.agents.map { declaration in
                let (agent, options) = try builder.agent(declaration)
                return (declaration, agent, options)
            }
        }
    }

    /// The agents that ``makeGraph(random:firstTurn:time:_:)`` asks its caller for, under the names that it asks with.
    ///
    /// The agent that stands in for `a` is `a/fallback`, and the agent `b` of the nested workflow `a` is `a/b`.
    public var agentsToMake: [WorkflowAgent] { self.agentsToMake(inside: "") }

    private func agentsToMake(inside path: String) -> [WorkflowAgent] {
        self.agents.flatMap { agent in ([agent] + (agent.standIn.map { [$0] } ?? [])) }.flatMap { agent in
            switch agent.kind {
            case .simulated: [WorkflowAgent]()
            case .workflow(let nested) where !nested.isOpaque:
                nested.workflow.agentsToMake(inside: "\(path)\(agent.name)/")
            default: [agent.inside(path)]
            }
        }
    }
}
