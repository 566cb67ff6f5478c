extension WorkflowAgent {
    /// The object at `fallback` without a kind.
    struct Fallback: Sendable {
        var output: String?
        var model: String?

        static let fields: [Field<Fallback>] = [
            .text("output", "The output in place of the agent's own.") { $0.output = $1 },
            .text("model", "Which model is asked the same instead; for llm agents.") { $0.model = $1 },
        ]
    }

    /// The last resort of a fallback that is an agent; a kind that has an `output` of its own comes first.
    static let lastOutput = Field<WorkflowAgent>.text("output", "The output when this one fails as well.") {
        $0.fallback = $1
    }
}

extension WorkflowReader {
    /// What stands in for an agent: a text, another model, or another agent.
    mutating func fallback(_ node: DocumentNode, of agent: inout WorkflowAgent) {
        guard let members = self.members(of: node, keys: ["output", "kind"]) else { return }
        if members.contains(where: { $0.key == "kind" }) { return self.fallbackAgent(node, members, of: &agent) }
        if members.isEmpty { return self.fail("is empty: give it an 'output', a 'model' or a 'kind'", at: node.place) }
        var fallback = WorkflowAgent.Fallback()
        _ = self.object(node, into: &fallback, WorkflowAgent.Fallback.fields)
        (agent.fallback, agent.fallbackModel) = (fallback.output, fallback.model)
    }

    private mutating func fallbackAgent(
        _ node: DocumentNode, _ members: [DocumentNode.Member], of agent: inout WorkflowAgent
    ) {
        guard let table = self.kindTable(members) else { return }
        var other = WorkflowAgent(agent.name, table.initial)
        let last = table.fields.contains { $0.key == "output" } ? [] : [WorkflowAgent.lastOutput]
        let kind = WorkflowAgent.fields.filter { $0.key == "kind" }
        guard self.object(node, into: &other, kind + table.fields + last) else { return }
        (agent.fallbackKind, agent.fallback) = (other.kind, other.fallback)
    }

    /// The same question to another model, once it is known what the agent asks.
    mutating func resolveFallbackModel(of agent: inout WorkflowAgent) {
        guard let model = agent.fallbackModel else { return }
        agent.fallbackModel = nil
        if case .llm(var llm) = agent.kind {
            llm.model = model
            agent.fallbackKind = .llm(llm)
        } else if let place = self.places["\(self.keyPath).fallback.model"] {
            self.within("fallback.model") { reader in
                reader.fail("only llm agents ask a model: use 'kind' with the keys of another agent", at: place)
            }
        }
    }
}
