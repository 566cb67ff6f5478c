extension AgentGraph {
    /// Adds an agent that depends on nobody.
    ///
    /// - Parameters:
    ///   - name: Its name in reports and events; unique in the graph.
    ///   - timeout: The time for all its attempts; nil takes the executor's.
    ///   - fallback: Its result when it fails or times out.
    ///   - options: Everything else.
    ///   - body: What it does.
    /// - Returns: The handle with which others depend on it and the report is asked for its result.
    @discardableResult
    public mutating func add<Output: Sendable>(
        _ name: String, timeout: Duration? = nil, fallback: Output? = nil, options: AgentOptions = .init(),
        _ body: @escaping @Sendable (AgentContext) async throws -> Output
    ) -> Node<Output> {
        let options = options.with(timeout: timeout, fallback: fallback)
        self.checkFallback(of: name, options, Output.self)
        let index = self.append(name, options) { context in try await body(context) }
        return Node(name: name, identity: self.declarations[index].identity, index: index)
    }

    /// Adds an agent that starts when the agents it depends on have ended.
    ///
    /// Each dependency is a handle, or `handle.ifAvailable` when the agent can do without; the closure gets their
    /// results in the same order, the latter as ``Wanted``.
    ///
    /// - Parameters:
    ///   - name: Its name in reports and events; unique in the graph.
    ///   - dependency: What it depends on.
    ///   - timeout: The time for all its attempts; nil takes the executor's.
    ///   - fallback: Its result when it fails or times out.
    ///   - options: Everything else.
    ///   - body: What it does.
    /// - Returns: The handle with which others depend on it and the report is asked for its result.
    @discardableResult
    public mutating func add<each Input: Dependency, Output: Sendable>(
        _ name: String, after dependency: repeat each Input, timeout: Duration? = nil, fallback: Output? = nil,
        options: AgentOptions = .init(),
        _ body: @escaping @Sendable (AgentContext, repeat (each Input).Value) async throws -> Output
    ) -> Node<Output> {
        let options = options.with(timeout: timeout, fallback: fallback)
        self.checkFallback(of: name, options, Output.self)
        let index = self.append(name, options) { context in
            try await body(context, repeat (each dependency).value(in: context.inputs))
        }
        for edge in repeat (each dependency).edge { self.connect(name, to: edge) }
        return Node(name: name, identity: self.declarations[index].identity, index: index)
    }

    private mutating func connect(_ name: String, to edge: DependencyEdge) {
        guard self.declarations.indices.contains(edge.index), self.declarations[edge.index].identity === edge.identity
        else { return self.note(.foreignHandle(agent: name, dependency: edge.index)) }
        let dependency = self.declarations[edge.index].name
        // Handles alone cannot close a cycle, but names may have promised this agent to one of its dependencies.
        if let path = self.path(from: dependency, to: name) { return self.note(.cycle([name] + path)) }
        self.connect(name, on: dependency, edge.kind)
    }

    private mutating func checkFallback<Output>(of name: String, _ options: AgentOptions, _: Output.Type) {
        guard let fallback = options.fallback, !(fallback is Output) else { return }
        let message = "its fallback is of the type \(type(of: fallback)), its result is \(Output.self)"
        self.note(.invalidOption(agent: name, message: message))
    }
}

extension AgentOptions {
    fileprivate func with(timeout: Duration?, fallback: (any Sendable)?) -> AgentOptions {
        var options = self
        options.timeout = timeout ?? self.timeout
        options.fallback = fallback ?? self.fallback
        return options
    }
}
