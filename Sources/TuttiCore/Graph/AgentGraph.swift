/// The agents of a run and who depends on whom: declared here, checked by ``plan()``, run by ``ParallelExecutor``.
///
/// There are two doors to the same structure. Swift code adds closures and gets typed handles, so that a wrong type does
/// not compile and a cycle cannot be written:
///
/// ```swift
/// var graph = AgentGraph()
/// let memory = graph.add("memory") { context in try await journal.passages(about: context.text) }
/// let answer = graph.add("reporter", after: memory) { context, passages in compose(passages) }
/// ```
///
/// Workflow files and strategies of a model add ``Agent`` values and dependencies by name; the call that would close a
/// cycle throws. Everything else that is wrong is collected and thrown by ``plan()``, all at once.
public struct AgentGraph: Sendable {
    typealias Body = @Sendable (AgentContext) async throws -> any Sendable

    struct Declaration: Sendable {
        var identity = NodeIdentity()
        var name: String
        var options: AgentOptions
        var body: Body
        var fallbackText: String?
    }

    struct NamedEdge: Hashable, Sendable {
        var dependency: String
        var kind: DependencyEdge.Kind
    }

    /// The dependencies of one agent in the order in which they were declared, each once.
    struct NamedEdges: Sendable {
        private(set) var edges: [NamedEdge] = []
        private var known: Set<NamedEdge> = []

        mutating func append(_ edge: NamedEdge) {
            if self.known.insert(edge).inserted { self.edges.append(edge) }
        }

        mutating func removeAll(of kind: DependencyEdge.Kind) {
            self.edges.removeAll { $0.kind == kind }
            self.known = Set(self.edges)
        }
    }

    /// So many of these agents must succeed before the dependent starts.
    struct Quorum: Hashable, Sendable {
        var count: Int
        var of: [String]
    }

    /// The name of the graph, for reports.
    public var name: String

    private(set) var declarations: [Declaration] = []
    private(set) var indices: [String: Int] = [:]
    /// The dependencies by dependent, in the order in which they were declared.
    private(set) var edges: [String: NamedEdges] = [:]
    /// Every name that somebody depends on: an agent that is not among them cannot be part of a cycle.
    private(set) var dependedOn: Set<String> = []
    private(set) var quorums: [String: Quorum] = [:]
    private(set) var problems: [GraphError.Problem] = []

    /// Creates an empty graph.
    public init(_ name: String = "run") { self.name = name }

    /// The names of the agents in the order in which they were added.
    public var agentNames: [String] { self.declarations.map(\.name) }

    // MARK: What both doors use

    /// Adds a node and returns its index.
    mutating func append(_ name: String, _ options: AgentOptions, _ body: @escaping Body) -> Int {
        if name.isEmpty || name.utf8.count > 128 || name.unicodeScalars.contains(where: \.properties.isControl) {
            self.problems.append(.invalidName(name))
        }
        if self.indices[name] != nil { self.note(.duplicateName(name)) }
        for message in options.problems { self.problems.append(.invalidOption(agent: name, message: message)) }
        self.indices[name] = self.indices[name] ?? self.declarations.count
        self.declarations.append(
            Declaration(name: name, options: options, body: body, fallbackText: options.fallback.map(outputText)))
        return self.declarations.count - 1
    }

    mutating func connect(_ dependent: String, on dependency: String, _ kind: DependencyEdge.Kind) {
        let edge = NamedEdge(dependency: dependency, kind: kind)
        self.edges[dependent, default: NamedEdges()].append(edge)
        self.dependedOn.insert(dependency)
    }

    mutating func note(_ problem: GraphError.Problem) {
        if !self.problems.contains(problem) { self.problems.append(problem) }
    }

    mutating func removeQuorum(of agent: String) {
        self.quorums[agent] = nil
        self.edges[agent]?.removeAll(of: .quorum)
    }

    mutating func setQuorum(_ quorum: Quorum, of agent: String) { self.quorums[agent] = quorum }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { [.control, .lineSeparator, .paragraphSeparator].contains(self.generalCategory) }
}

extension AgentOptions {
    /// What is out of range, in words.
    fileprivate var problems: [String] {
        var found: [String] = []
        let durations = [
            self.timeout, self.retry.backoff, self.retry.maximumBackoff, self.retry.attemptTimeout,
            self.expectedDuration, self.minimumBudget,
        ]
        if durations.contains(where: { ($0 ?? .zero) > .seconds(31_536_000) }) {
            found.append("a duration is longer than a year")
        }
        if let timeout, timeout <= .zero { found.append("the timeout must be longer than zero") }
        if self.retry.maximumAttempts < 1 { found.append("maximumAttempts counts the first attempt: at least 1") }
        if self.retry.maximumAttempts > 100 { found.append("maximumAttempts must be at most 100") }
        if self.retry.backoff < .zero { found.append("the backoff must not be negative") }
        if let limit = self.retry.attemptTimeout, limit <= .zero {
            found.append("attemptTimeout must be longer than zero")
        }
        if let expectedDuration, expectedDuration < .zero { found.append("the expected duration must not be negative") }
        return found
    }
}
