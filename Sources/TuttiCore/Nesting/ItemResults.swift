internal import TuttiJSON

/// What came of the items of a list, in their order.
struct ItemResults {
    /// Nil where an item has no result.
    let outputs: [AgentOutput?]
    /// Why items have no result, in words.
    let failures: [String]

    init(_ report: RunReport) {
        self.outputs = report.agents.indices.map { report.details.value(of: $0).value as? AgentOutput }
        self.failures = report.agents.enumerated().filter { $1.state != .succeeded }.map { index, agent in
            let reason = agent.error ?? agent.skipReason?.description
            return "[\(index)] \(agent.state.predicate)" + (reason.map { ": \($0)" } ?? "")
        }
    }

    /// What is missing, in words: the first few, and how many there are; nil when nothing is.
    var shortfall: String? {
        guard !self.failures.isEmpty else { return nil }
        let shown = self.failures.prefix(3).joined(separator: "; ")
        let rest = self.failures.count > 3 ? "; …" : ""
        return "\(self.failures.count) of \(self.outputs.count) items have no result: \(shown)\(rest)"
    }

    /// Whether as many items as the policy asks for have a result, or all when there are fewer.
    func suffice(for policy: MapPolicy) -> Bool {
        let succeeded = self.outputs.count - self.failures.count
        return succeeded >= min(policy.minimum ?? .max, self.outputs.count)
    }

    func joined(_ joining: MapPolicy.Joining) -> AgentOutput {
        let found = self.outputs.compactMap(\.self)
        let text =
            switch joining {
            case .json: JSONValue.array(self.outputs.map { $0.map { .string($0.text) } ?? .null }).serialized()
            case .lines: found.map(\.text).joined(separator: "\n")
            }
        return AgentOutput(text, citations: found.flatMap(\.citations))
    }
}
