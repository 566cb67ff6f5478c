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
    struct Declaration: Sendable {
        var identity = NodeIdentity()
        var name: String
        var vertex: Int
        var options: AgentOptions
        var body: AgentBody
        /// The fallback as text, made at once: making it may run code of the user's.
        var fallbackText: String?
    }

    /// A name that was declared or depended on.
    struct Vertex: Sendable {
        var name: String
        /// The index of its declaration; nil while it is only a promise.
        var declaration: Int?
        var dependencies: [Edge] = []
        /// Whether anybody depends on it: one that nobody depends on cannot be part of a cycle.
        var isDependedOn = false
        /// How many of its dependencies of the kind `quorum` must succeed.
        var quorum = 0
        /// Whether those of the quorum that are late are stopped.
        var isRace = false
    }

    struct Edge: Hashable, Sendable {
        /// The index of the vertex that is depended on.
        var vertex: Int
        var kind: DependencyEdge.Kind
    }

    /// The name of the graph, for reports.
    public var name: String

    private(set) var declarations: [Declaration] = []
    private(set) var vertices: [Vertex] = []
    private(set) var problems: [GraphError.Problem] = []
    /// Empty while there are few: then comparing a dozen names is quicker than hashing one.
    private var vertexByName: [String: Int] = [:]
    private static let fewVertices = 12

    /// Creates an empty graph.
    public init(_ name: String = "run") { self.name = name }

    /// The names of the agents in the order in which they were added.
    public var agentNames: [String] { self.declarations.map(\.name) }

    // MARK: What both doors use

    /// Adds a node and returns its index.
    mutating func append(_ name: String, _ options: AgentOptions, _ body: AgentBody) -> Int {
        if !name.isPrintableName { self.problems.append(.invalidName(name)) }
        for message in options.problems { self.problems.append(.invalidOption(agent: name, message: message)) }
        let vertex = self.vertex(called: name)
        if self.vertices[vertex].declaration == nil {
            self.vertices[vertex].declaration = self.declarations.count
        } else {
            self.note(.duplicateName(name))
        }
        if self.declarations.isEmpty { self.declarations.reserveCapacity(Self.fewVertices) }
        self.declarations.append(
            Declaration(
                name: name, vertex: vertex, options: options, body: body,
                fallbackText: options.fallback.map(outputText)))
        return self.declarations.count - 1
    }

    /// The index of the vertex with this name, which becomes a promise when it is new.
    mutating func vertex(called name: String) -> Int {
        if let known = self.knownVertex(called: name) { return known }
        let vertex = self.vertices.count
        if vertex == 0 { self.vertices.reserveCapacity(Self.fewVertices) }
        self.vertices.append(Vertex(name: name))
        if vertex > Self.fewVertices {
            self.vertexByName[name] = vertex
        } else if vertex == Self.fewVertices {
            for (index, vertex) in self.vertices.enumerated() { self.vertexByName[vertex.name] = index }
        }
        return vertex
    }

    private func knownVertex(called name: String) -> Int? {
        if !self.vertexByName.isEmpty { return self.vertexByName[name] }
        return self.vertices.firstIndex { $0.name == name }
    }

    mutating func connect(_ dependent: Int, on dependency: Int, _ kind: DependencyEdge.Kind) {
        self.vertices[dependent].dependencies.append(Edge(vertex: dependency, kind: kind))
        self.vertices[dependency].isDependedOn = true
    }

    mutating func note(_ problem: GraphError.Problem) {
        if !self.problems.contains(problem) { self.problems.append(problem) }
    }

    mutating func setQuorum(_ count: Int, of vertex: Int) {
        self.vertices[vertex].quorum = count
        self.vertices[vertex].isRace = false
        self.vertices[vertex].dependencies.removeAll { $0.kind == .quorum }
    }

    mutating func markRace(of vertex: Int) { self.vertices[vertex].isRace = true }

    /// The names from `start` along its dependencies to `goal`, both included; nil when there is no way.
    func path(from start: Int, to goal: Int) -> [String]? {
        guard self.vertices[goal].isDependedOn else { return nil }
        var cameFrom: [Int: Int] = [start: start]
        var open = [start]
        while let vertex = open.popLast() {
            if vertex == goal {
                var path = [goal]
                while let last = path.last, let next = cameFrom[last], next != last { path.append(next) }
                return path.reversed().map { self.vertices[$0].name }
            }
            for edge in self.vertices[vertex].dependencies where cameFrom[edge.vertex] == nil {
                cameFrom[edge.vertex] = vertex
                open.append(edge.vertex)
            }
        }
        return nil
    }
}

extension String {
    /// 1 to 128 bytes without anything that controls a terminal or ends a line.
    fileprivate var isPrintableName: Bool {
        guard !self.isEmpty, self.utf8.count <= 128 else { return false }
        if self.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return true }
        return !self.unicodeScalars.contains(where: \.properties.isControl)
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { [.control, .lineSeparator, .paragraphSeparator].contains(self.generalCategory) }
}

extension AgentOptions {
    /// What is out of range, in words.
    fileprivate var problems: [String] {
        var found: [String] = []
        let retry = self.retry
        if self.longestDuration(retry) > .seconds(31_536_000) { found.append("a duration is longer than a year") }
        if let timeout, timeout <= .zero { found.append("the timeout must be longer than zero") }
        if retry.maximumAttempts < 1 { found.append("maximumAttempts counts the first attempt: at least 1") }
        if retry.maximumAttempts > 100 { found.append("maximumAttempts must be at most 100") }
        if retry.backoff < .zero { found.append("the backoff must not be negative") }
        if let limit = retry.attemptTimeout, limit <= .zero { found.append("attemptTimeout must be longer than zero") }
        if let hedging, hedging.maximumAttempts < 2 { found.append("hedging takes two attempts or more") }
        if let hedging, hedging.maximumAttempts > 10 { found.append("hedging must take at most 10 attempts") }
        if let hedging, case .fixed(let delay) = hedging.delay, delay < .zero {
            found.append("the delay of hedging must not be negative")
        }
        if let expectedDuration, expectedDuration < .zero { found.append("the expected duration must not be negative") }
        return found
    }

    private func longestDuration(_ retry: RetryPolicy) -> Duration {
        max(
            max(self.timeout ?? .zero, retry.attemptTimeout ?? .zero), max(retry.backoff, retry.maximumBackoff),
            max(self.expectedDuration ?? .zero, self.minimumBudget))
    }
}
