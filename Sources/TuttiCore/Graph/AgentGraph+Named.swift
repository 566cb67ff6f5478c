extension AgentGraph {
    /// Adds an agent by name.
    public mutating func add(_ name: String, _ agent: any Agent, options: AgentOptions = .init()) {
        _ = self.append(name, options, AgentBody(NamedWork(agent: agent), substitute: options.fallbackAgent))
    }

    /// Makes one agent depend on another; both may be added before or after.
    ///
    /// - Throws: ``GraphError`` with the whole cycle when this dependency would close one; the graph is then unchanged.
    ///   A name that the graph does not have, and an agent that depends on itself, are reported by ``plan()``.
    public mutating func addDependency(
        of dependent: String, on dependency: String, _ kind: DependencyEdge.Kind = .needs
    ) throws(GraphError) {
        guard dependent != dependency else { return self.note(.selfDependency(dependent)) }
        let (vertex, input) = (self.vertex(called: dependent), self.vertex(called: dependency))
        if let path = self.path(from: input, to: vertex) { throw GraphError([.cycle([dependent] + path)]) }
        self.connect(vertex, on: input, kind)
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
        changed.setQuorum(count, of: changed.vertex(called: dependent))
        for agent in agents { try changed.addDependency(of: dependent, on: agent, .quorum) }
        self = changed
    }

    /// Makes an agent start once the first of these agents has succeeded; the others are then stopped, unless somebody
    /// else still waits for them, and not even started when they have not begun.
    ///
    /// A quorum of one whose losers are cancelled; it takes the place of a quorum, of which an agent has one at most.
    ///
    /// - Throws: ``GraphError``, as ``addQuorum(of:count:from:)`` does.
    public mutating func addRace(of dependent: String, from agents: [String]) throws(GraphError) {
        try self.addQuorum(of: dependent, count: 1, from: agents)
        self.markRace(of: self.vertex(called: dependent))
    }
}
