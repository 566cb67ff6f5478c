internal import TuttiCore

/// Makes the graph of a workflow, of those that it nests, and of those that stand in.
struct GraphBuilder {
    let random: (@Sendable () -> UInt64)?
    let firstTurn: Int
    /// What the age of kept results is measured by.
    let time: any TimeSource
    let makeAgent: (WorkflowAgent) throws -> any Agent

    /// - Parameter path: The agents that the workflow lies in, each with a slash after it.
    func graph(of workflow: Workflow, inside path: String = "") throws -> AgentGraph {
        var graph = AgentGraph(workflow.name)
        for agent in workflow.agents {
            let (made, options) = try self.agent(agent, inside: path)
            graph.add(agent.name, made, options: options)
        }
        for agent in workflow.agents {
            for name in agent.needs { try graph.addDependency(of: agent.name, on: name, .needs) }
            for name in agent.wants { try graph.addDependency(of: agent.name, on: name, .wants) }
            if let quorum = agent.quorum {
                try graph.addQuorum(of: agent.name, count: quorum.count, from: quorum.agents)
            }
            if !agent.firstOf.isEmpty { try graph.addRace(of: agent.name, from: agent.firstOf) }
        }
        return graph
    }

    /// An agent without its place in a graph.
    func agent(_ agent: WorkflowAgent, inside path: String = "") throws -> (any Agent, AgentOptions) {
        var (made, plan) = try self.make(agent, inside: path)
        var options = agent.options
        if let plan {
            if plan.expectedDuration > .zero { options.expectedDuration = plan.expectedDuration }
            if options.expectedCost == 0 { options.expectedCost = plan.expectedCost }
        }
        options.fallbackAgent = try agent.standIn.map { try self.make($0, inside: path).agent }
        if case .simulated(let simulated) = agent.kind, simulated.takesNoTime, agent.map == nil {
            options.isolation = .cooperative
        }
        made = self.cached(made, agent)
        let items = options.ofItems
        if let map = agent.map {
            made = MapAgent(map, each: made, options: items)
            options = options.ofMap
        }
        options.annotations = AgentAnnotations(
            condition: agent.condition?.description, map: agent.map.map { ($0, items) }, fallbacks: agent.fallbackWords,
            cache: agent.cache?.words, plan: plan)
        return (made, options)
    }

    /// Keeps the results of what is asked, of each item of a map for itself.
    private func cached(_ made: any Agent, _ agent: WorkflowAgent) -> any Agent {
        guard let cache = agent.cache else { return made }
        let results = ResultCache(.init(maximumEntries: cache.maximumEntries), time: self.time)
        return CachedAgent(made, identity: "\(agent.name) \(agent.kind)", in: results, policy: cache.policy)
    }

    private func make(_ agent: WorkflowAgent, inside path: String) throws -> (agent: any Agent, plan: ExecutionPlan?) {
        switch agent.kind {
        case .simulated(let simulated):
            return (SimulatedAgent(simulated, random: self.random, firstTurn: self.firstTurn), nil)
        case .workflow(let nested) where !nested.isOpaque:
            let plan = try self.graph(of: nested.workflow, inside: "\(path)\(agent.name)/").plan()
            return (NestedWorkflowAgent(nested, plan), plan)
        default:
            return (try self.makeAgent(agent.inside(path)), nil)
        }
    }
}

extension WorkflowAgent {
    /// The agent that is asked when this one has failed, as who makes agents is asked for it.
    var standIn: WorkflowAgent? { self.fallbackKind.map { WorkflowAgent("\(self.name)/fallback", $0) } }

    /// The agent under a name that no other has, wherever it is nested.
    func inside(_ path: String) -> WorkflowAgent {
        var agent = self
        agent.name = path + self.name
        return agent
    }

    fileprivate var fallbackWords: [String] {
        (self.fallbackKind.map { [$0.words] } ?? []) + (self.fallback == nil ? [] : ["output"])
    }
}

extension AgentOptions {
    /// What holds for each item of a map: everything that has to do with a single call.
    fileprivate var ofItems: AgentOptions {
        var options = AgentOptions()
        options.retry = self.retry
        options.hedging = self.hedging
        options.attemptBudget = self.attemptBudget
        options.sideEffects = self.sideEffects
        options.fallback = self.fallback
        options.fallbackAgent = self.fallbackAgent
        options.expectedDuration = self.expectedDuration
        return options
    }

    /// What holds for all items of a map together.
    fileprivate var ofMap: AgentOptions {
        var options = self
        options.retry = RetryPolicy()
        options.hedging = nil
        options.fallback = nil
        options.fallbackAgent = nil
        return options
    }
}
