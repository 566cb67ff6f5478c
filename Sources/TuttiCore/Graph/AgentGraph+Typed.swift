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
    @inlinable
    @discardableResult
    public mutating func add<Output: Sendable>(
        _ name: String, timeout: Duration? = nil, fallback: Output? = nil, options: AgentOptions = .init(),
        _ body: @escaping @Sendable (AgentContext) async throws -> Output
    ) -> Node<Output> {
        let body = AgentBody(ClosureWork(body), substitute: options.fallbackAgent)
        return self.add(name, connectedTo: [], timeout: timeout, fallback: fallback, options: options, body)
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
    @inlinable
    @discardableResult
    public mutating func add<each Input: Dependency, Output: Sendable>(
        _ name: String, after dependency: repeat each Input, timeout: Duration? = nil, fallback: Output? = nil,
        options: AgentOptions = .init(),
        _ body: @escaping @Sendable (AgentContext, repeat (each Input).Value) async throws -> Output
    ) -> Node<Output> {
        var edges: [DependencyEdge] = []
        for edge in repeat (each dependency).edge { edges.append(edge) }
        let body = AgentBody(InputWork(repeat each dependency, body: body), substitute: options.fallbackAgent)
        return self.add(name, connectedTo: edges, timeout: timeout, fallback: fallback, options: options, body)
    }

    /// Adds an agent that starts when any number of agents with the same kind of result have succeeded.
    ///
    /// - Parameters:
    ///   - name: Its name in reports and events; unique in the graph.
    ///   - dependencies: What it depends on; the closure gets their results in the same order.
    ///   - timeout: The time for all its attempts; nil takes the executor's.
    ///   - fallback: Its result when it fails or times out.
    ///   - options: Everything else.
    ///   - body: What it does.
    /// - Returns: The handle with which others depend on it and the report is asked for its result.
    @inlinable
    @discardableResult
    public mutating func add<Input: Sendable, Output: Sendable>(
        _ name: String, after dependencies: [Node<Input>], timeout: Duration? = nil, fallback: Output? = nil,
        options: AgentOptions = .init(), _ body: @escaping @Sendable (AgentContext, [Input]) async throws -> Output
    ) -> Node<Output> {
        let edges = dependencies.map(\.edge)
        let body = AgentBody(ListWork(dependencies.map(\.index), body), substitute: options.fallbackAgent)
        return self.add(name, connectedTo: edges, timeout: timeout, fallback: fallback, options: options, body)
    }

    @usableFromInline
    mutating func add<Output: Sendable>(
        _ name: String, connectedTo edges: [DependencyEdge], timeout: Duration?, fallback: Output?,
        options: AgentOptions, _ body: AgentBody
    ) -> Node<Output> {
        let options = options.with(timeout: timeout, fallback: fallback)
        self.checkFallback(of: name, options, Output.self)
        let index = self.append(name, options, body)
        for edge in edges { self.connect(index, to: edge) }
        return Node(name: name, identity: self.declarations[index].identity, index: index)
    }

    private mutating func connect(_ index: Int, to edge: DependencyEdge) {
        let (name, vertex) = (self.declarations[index].name, self.declarations[index].vertex)
        guard self.declarations.indices.contains(edge.index), self.declarations[edge.index].identity == edge.identity
        else { return self.note(.foreignHandle(agent: name, dependency: edge.index)) }
        let dependency = self.declarations[edge.index].vertex
        // Handles alone cannot close a cycle, but names may have promised this agent to one of its dependencies.
        if let path = self.path(from: dependency, to: vertex) { return self.note(.cycle([name] + path)) }
        self.connect(vertex, on: dependency, edge.kind)
    }

    private mutating func checkFallback<Output>(of name: String, _ options: AgentOptions, _: Output.Type) {
        if options.fallbackAgent != nil, Output.self != AgentOutput.self {
            let message = "its fallback agent gives an AgentOutput, and its result is \(Output.self)"
            self.note(.invalidOption(agent: name, message: message))
        }
        guard let fallback = options.fallback, !(fallback is Output) else { return }
        let message = "its fallback is of the type \(type(of: fallback)), its result is \(Output.self)"
        self.note(.invalidOption(agent: name, message: message))
    }
}

extension AgentOptions {
    fileprivate func with(timeout: Duration?, fallback: (any Sendable)?) -> AgentOptions {
        var options = self
        options.timeout = timeout ?? self.timeout
        if let fallback { options.fallback = fallback }
        return options
    }
}
