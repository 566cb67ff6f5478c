/// Asks an agent once for each item of a list that one of its inputs gives, several at the same time.
///
/// The items are a run of their own inside of the agent: each has a timeout, attempts and isolation like any agent, and
/// a failed item does not lose the others. That run ends a little before the time of the agent does, so that what has
/// succeeded by then is given. Each item that ends is told as ``RunEvent/Kind/partEnded(agent:attempt:part:)``.
public struct MapAgent: Agent {
    /// Over which list, and how.
    public let policy: MapPolicy
    private let agent: any Agent
    private let options: AgentOptions

    /// Creates an agent.
    ///
    /// - Parameters:
    ///   - policy: Over which list, and how.
    ///   - agent: Is asked for each item, which it finds in ``AgentContext/item``; it has the inputs of this agent.
    ///   - options: How each item is run: its timeout, its attempts, what stands in for it.
    public init(_ policy: MapPolicy, each agent: any Agent, options: AgentOptions = .init()) {
        self.policy = policy
        self.agent = agent
        self.options = options
    }

    /// Asks for all items, and joins what they gave in the order of the list.
    ///
    /// - Throws: An error that is not tried again when there is no list, or when too few items have a result.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        let items = try self.items(context)
        guard !items.isEmpty else { return AgentOutput(self.policy.joining == .json ? "[]" : "") }
        let configuration = ParallelExecutor.Configuration(maximumParallel: max(1, self.policy.maximumParallel))
        let report = await context.run(
            try self.graph(of: items, context).plan(), AgentRequest(context.text), configuration)
        let results = ItemResults(report)
        if let shortfall = results.shortfall {
            guard results.suffice(for: self.policy) else { throw MapError(description: shortfall) }
            context.warn("\(context.agent): \(shortfall)")
        }
        return results.joined(self.policy.joining)
    }

    private func items(_ context: AgentContext) throws(MapError) -> [String] {
        let source = self.policy.source
        guard let input = context.inputs[source] else { throw .noInput(source) }
        let items: [String]
        switch input {
        case .missing(let reason): throw .missing(source, reason)
        case .available(let output):
            do { items = try ItemList.items(in: output.text) } catch { throw .malformed(source) }
        }
        let maximum = min(max(1, self.policy.maximumItems), MapPolicy.itemLimit)
        guard items.count > maximum else { return items }
        context.warn(
            "\(context.agent): '\(source)' gave \(items.count) items, and only the first \(maximum) are asked for")
        return Array(items.prefix(maximum))
    }

    private func graph(of items: [String], _ context: AgentContext) -> AgentGraph {
        let name = context.agent
        var graph = AgentGraph(name)
        for (index, text) in items.enumerated() {
            let item = ListItem(index: index, of: items.count, text)
            var options = self.options
            (options.isFinal, options.condition) = (false, nil)
            options.fallbackAgent = options.fallbackAgent.map { ItemAgent(agent: $0, outer: context, item: item) }
            graph.add(
                Self.name(of: index, name), ItemAgent(agent: self.agent, outer: context, item: item), options: options)
        }
        return graph
    }

    /// A long name leaves no room for the number.
    private static func name(of index: Int, _ agent: String) -> String {
        agent.utf8.count <= 120 ? "\(agent)[\(index)]" : "item[\(index)]"
    }
}
