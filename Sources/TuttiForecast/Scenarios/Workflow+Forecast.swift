internal import TuttiCore
internal import TuttiWorkflows

extension Workflow {
    /// Whether a run depends on what the agent says, and not only on when it ends.
    func reads(_ name: String) -> Bool {
        self.agents.contains { agent in
            agent.map?.source == name || agent.condition?.inputs.contains(name) == true
        }
    }

    /// What a run depends on and a forecast cannot know, in words.
    var guesses: [String] {
        let asked = Set(self.agents.filter { !$0.kind.isSimulated }.map(\.name))
        return self.agents.flatMap { agent -> [String] in
            var guesses: [String] = []
            if let source = agent.map?.source, asked.contains(source) {
                guesses.append("\(agent.name) is asked for one item, as nobody knows how many \(source) gives")
            }
            if let condition = agent.condition, condition.inputs.contains(where: asked.contains) {
                guesses.append("the condition of \(agent.name) is judged by simulated outputs")
            }
            if agent.fallbackKind?.isSimulated == false {
                guesses.append("the fallback of \(agent.name) is left out, as it is not simulated")
            }
            return guesses
        }
    }
}

extension WorkflowAgent {
    /// Takes away what a forecast must not ask, or what would cost time for nothing.
    mutating func prepareForForecast(isRead: Bool) {
        // Runs of a forecast are independent of each other.
        self.cache = nil
        if self.fallbackKind?.isSimulated == false { self.fallbackKind = nil }
        self.kind.prepareForForecast(isRead: isRead)
        self.fallbackKind?.prepareForForecast(isRead: isRead)
    }
}

extension WorkflowAgent.Kind {
    /// Whether nothing outside is asked: a workflow is simulated when all its agents are.
    var isSimulated: Bool {
        switch self {
        case .simulated: true
        case .workflow(let nested): !nested.isOpaque && nested.workflow.agentsToMake.isEmpty
        default: false
        }
    }

    fileprivate mutating func prepareForForecast(isRead: Bool) {
        switch self {
        case .simulated(var simulated):
            // Hardly anybody reads what agents say, and long texts would cost more than all the rest.
            if !isRead { simulated.output = nil }
            self = .simulated(simulated)
        case .workflow(var nested):
            nested.isOpaque = !self.isSimulated
            for index in nested.workflow.agents.indices { nested.workflow.agents[index].cache = nil }
            self = .workflow(nested)
        default: break
        }
    }
}
