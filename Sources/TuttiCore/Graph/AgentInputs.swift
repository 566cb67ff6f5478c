/// The results of the agents that an agent depends on.
public struct AgentInputs: Sendable {
    /// One input by name, in the form that templates and prompts use.
    public struct Input: Sendable {
        /// The name of the agent.
        public var name: String
        /// Its output, or why there is none.
        public var output: Wanted<AgentOutput>
    }

    struct Entry: Sendable {
        var node: Int
        var name: String
        var value: Wanted<any Sendable>
    }

    let entries: [Entry]

    /// The inputs in the order in which the dependencies were declared.
    public var all: [Input] {
        self.entries.map { entry in
            Input(
                name: entry.name,
                output: entry.value.map { $0 as? AgentOutput ?? AgentOutput(outputText(of: $0)) })
        }
    }

    /// The output of the dependency called `name`; nil when the agent does not depend on it.
    public subscript(name: String) -> Wanted<AgentOutput>? { self.all.first { $0.name == name }?.output }

    /// The inputs that are there.
    public var available: [(name: String, output: AgentOutput)] {
        self.all.compactMap { input in input.output.value.map { (input.name, $0) } }
    }

    /// The inputs that are not, with the reason.
    public var missing: [(name: String, reason: MissingReason)] {
        self.entries.compactMap { entry in entry.value.missingReason.map { (entry.name, $0) } }
    }

    func value(of node: Int) -> Wanted<any Sendable> {
        guard let entry = self.entries.first(where: { $0.node == node }) else {
            preconditionFailure("node \(node) is no input; the inputs are \(self.entries.map(\.node))")
        }
        return entry.value
    }
}
