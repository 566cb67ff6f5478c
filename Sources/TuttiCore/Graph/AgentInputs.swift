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

    private enum Source: Sendable {
        /// The results themselves: inputs that have ended do not change any more.
        case results(RunDriver, node: Int)
        /// What was there at one moment.
        case snapshot([Entry])
    }

    private let source: Source

    init(of node: Int, in driver: RunDriver) { self.source = .results(driver, node: node) }

    init(entries: [Entry]) { self.source = .snapshot(entries) }

    private var entries: [Entry] {
        switch self.source {
        case .results(let driver, let node): driver.entries(of: node)
        case .snapshot(let entries): entries
        }
    }

    /// The inputs in the order in which the dependencies were declared.
    public var all: [Input] {
        self.entries.map { Input(name: $0.name, output: Self.output(of: $0.value)) }
    }

    /// The output of the dependency called `name`; nil when the agent does not depend on it.
    public subscript(name: String) -> Wanted<AgentOutput>? {
        switch self.source {
        case .results(let driver, let node):
            let input = driver.table.inputs(of: node).first { driver.name(of: Int($0.node)) == name }
            return input.map { Self.output(of: driver.value(of: Int($0.node))) }
        case .snapshot(let entries): return entries.first { $0.name == name }.map { Self.output(of: $0.value) }
        }
    }

    private static func output(of value: Wanted<any Sendable>) -> Wanted<AgentOutput> {
        value.map { cast($0, to: AgentOutput.self) ?? AgentOutput(outputText(of: $0)) }
    }

    /// The inputs that are there.
    public var available: [(name: String, output: AgentOutput)] {
        self.all.compactMap { input in input.output.value.map { (input.name, $0) } }
    }

    /// The inputs that are not, with the reason.
    public var missing: [(name: String, reason: MissingReason)] {
        self.entries.compactMap { entry in entry.value.missingReason.map { (entry.name, $0) } }
    }

    /// The result of an input that has succeeded.
    @usableFromInline
    func result(of node: Int) -> any Sendable {
        if case .results(let driver, _) = self.source { return driver.result(of: node) }
        guard case .available(let value) = self.value(of: node) else {
            preconditionFailure("node \(node) has no result where it was needed")
        }
        return value
    }

    /// The result of one input, which must be one.
    func value(of node: Int) -> Wanted<any Sendable> {
        switch self.source {
        case .results(let driver, _): return driver.value(of: node)
        case .snapshot(let entries):
            guard let entry = entries.first(where: { $0.node == node }) else {
                preconditionFailure("node \(node) is no input; the inputs are \(entries.map(\.node))")
            }
            return entry.value
        }
    }
}
