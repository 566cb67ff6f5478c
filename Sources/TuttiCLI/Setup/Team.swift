internal import TuttiAgents
internal import TuttiCore
internal import TuttiWorkflows

/// The agents of a workflow file that questions can be given to: who is asked, and in which order, a strategist decides.
struct Team: Sendable {
    /// One agent, with what its file says about it.
    struct Member: Sendable {
        let file: String
        let name: String
        let description: String
        let subject: AgentDirectory.Subject
        var options: AgentOptions
        let agent: any Agent
    }

    let workflow: Workflow
    let file: String

    /// Takes a workflow that has no order of its own, and a description of each agent.
    init(_ workflow: Workflow, file: String) throws(CommandFailure) {
        for agent in workflow.agents {
            if let key = Self.orderingKey(of: agent) {
                throw CommandFailure(
                    .usage,
                    "\(file): agent '\(agent.name)' has '\(key)', but in a team the strategist decides who is asked "
                        + "after whom: remove it, or run the file with `tutti run`")
            }
            guard agent.description?.contains(where: { !$0.isWhitespace }) == true else {
                throw CommandFailure(
                    .usage,
                    "\(file): agent '\(agent.name)' has no 'description'; the strategist goes by it: say in one line "
                        + "what the agent knows")
            }
        }
        self.workflow = workflow
        self.file = file
    }

    /// What the file says that has no effect in a team.
    var warnings: [String] {
        let keys: [(String, Bool)] = [
            ("deadline", self.workflow.deadline != nil), ("reserve", self.workflow.reserve != nil),
            ("maxParallel", self.workflow.maximumParallel != nil),
            ("startSpacing", self.workflow.startSpacing > .zero), ("failFast", self.workflow.failsFast),
        ]
        return keys.filter(\.1).map { "'\($0.0)' of \(self.file) has no effect: the agents are a team here" }
    }

    /// Makes the agents.
    func members(time: any TimeSource, _ makeAgent: (WorkflowAgent) throws -> any Agent) throws -> [Member] {
        try self.workflow.makeAgents(time: time, makeAgent).map { declaration, agent, options in
            Member(
                file: self.file, name: declaration.name, description: declaration.description ?? "",
                subject: Self.subject(of: declaration.kind), options: options, agent: agent)
        }
    }

    private static func orderingKey(of agent: WorkflowAgent) -> String? {
        let keys: [(String, Bool)] = [
            ("needs", !agent.needs.isEmpty), ("wants", !agent.wants.isEmpty), ("quorum", agent.quorum != nil),
            ("firstOf", !agent.firstOf.isEmpty), ("when", agent.condition != nil), ("map", agent.map != nil),
            ("final", agent.isFinal),
        ]
        return keys.first(where: \.1)?.0
    }

    private static func subject(of kind: WorkflowAgent.Kind) -> AgentDirectory.Subject {
        switch kind {
        case .memory: .memory
        case .documents: .convictions
        case .simulated, .command, .llm, .mcp, .workflow: .other
        }
    }
}

extension Assembly {
    /// Reads the team that the configuration names; nil when it names none.
    func loadTeam() throws(CommandFailure) -> Team? {
        guard let path = self.settings.team else { return nil }
        let isAbsolute = path.hasPrefix("/") || path.hasPrefix("~")
        let file = isAbsolute ? self.host.absolutePath(path) : self.folder(of: self.folder.configurationPath) + path
        let team = try Team(try self.loadWorkflow(file), file: file)
        for warning in team.warnings { self.console.warn(warning) }
        return team
    }
}
