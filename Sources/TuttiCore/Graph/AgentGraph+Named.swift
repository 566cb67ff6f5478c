extension AgentGraph {
    /// Adds an agent by name.
    public mutating func add(_ name: String, _ agent: any Agent, options: AgentOptions = .init()) {
        _ = self.append(name, options) { context in try await agent.run(context) }
    }

    /// Makes one agent depend on another; both may be added before or after.
    ///
    /// - Throws: ``GraphError`` with the whole cycle when this dependency would close one; the graph is then unchanged.
    ///   A name that the graph does not have, and an agent that depends on itself, are reported by ``plan()``.
    public mutating func addDependency(
        of dependent: String, on dependency: String, _ kind: DependencyEdge.Kind = .needs
    ) throws(GraphError) {
        guard dependent != dependency else { return self.note(.selfDependency(dependent)) }
        if let path = self.path(from: dependency, to: dependent) {
            throw GraphError([.cycle([dependent] + path)])
        }
        self.connect(dependent, on: dependency, kind)
    }

    /// Makes an agent start once `count` of these agents have succeeded, and be skipped once that is impossible.
    ///
    /// An agent has one quorum at most; a second call replaces the first.
    ///
    /// - Throws: ``GraphError``, as ``addDependency(of:on:_:)`` does, and when `count` is not between 1 and their number.
    public mutating func addQuorum(of dependent: String, count: Int, from agents: [String]) throws(GraphError) {
        guard 1 <= count, count <= Set(agents).count else {
            let message = "a quorum of \(count) out of \(Set(agents).count) agents"
            throw GraphError([.invalidOption(agent: dependent, message: message)])
        }
        var changed = self
        changed.removeQuorum(of: dependent)
        for agent in agents { try changed.addDependency(of: dependent, on: agent, .quorum) }
        changed.setQuorum(Quorum(count: count, of: agents), of: dependent)
        self = changed
    }

    /// The agents from `start` along its dependencies to `goal`, both included; nil when there is no way.
    func path(from start: String, to goal: String) -> [String]? {
        guard self.dependedOn.contains(goal) else { return nil }
        var cameFrom: [String: String] = [:]
        var seen: Set<String> = [start]
        var open = [start]
        while let agent = open.popLast() {
            if agent == goal {
                var path = [goal]
                while let last = path.last, let next = cameFrom[last] { path.append(next) }
                return path.reversed()
            }
            for edge in self.edges[agent]?.edges ?? [] where seen.insert(edge.dependency).inserted {
                cameFrom[edge.dependency] = agent
                open.append(edge.dependency)
            }
        }
        return nil
    }
}
