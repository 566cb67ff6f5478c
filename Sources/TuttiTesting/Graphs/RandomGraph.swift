public import TuttiCore

/// A graph of scripted agents, drawn from a seed: for tests that hold for every graph.
///
/// ```swift
/// for seed in 0..<1_000 as Range<UInt64> {
///     let random = RandomGraph(seed: seed, .layered(layers: 4, width: 5))
///     let report = try simulate(seed: seed) { try await $0.run(random.makeGraph(), within: .seconds(2)) }
///     #expect(report.wallTime <= .seconds(2), "seed \(seed)")
/// }
/// ```
///
/// The same seed and configuration give the same graph on every platform. Dependencies lead from later agents to
/// earlier ones, so there is no cycle.
public struct RandomGraph: Sendable {
    /// One dependency.
    public struct Edge: Hashable, Sendable {
        /// The agent that depends.
        public var dependent: String
        /// The agent that is depended on.
        public var dependency: String
        /// How.
        public var kind: DependencyEdge.Kind
    }

    /// The seed.
    public let seed: UInt64
    /// The agents in the order in which they are added, with their names.
    public let agents: [(name: String, agent: ScriptedAgent<String>)]
    /// The dependencies.
    public let edges: [Edge]

    /// Draws a graph.
    public init(seed: UInt64, _ shape: Shape = .sparse(agents: 20), _ configuration: Configuration = .init()) {
        var generator = SeededRandomNumberGenerator(seed: seed)
        var agents: [(name: String, agent: ScriptedAgent<String>)] = []
        var edges: [Edge] = []
        for inputs in shape.inputs(using: &generator) {
            let name = "a\(agents.count)"
            for input in inputs {
                let isWanted = Double.random(in: 0..<1, using: &generator) < configuration.wanted
                edges.append(Edge(dependent: name, dependency: agents[input].name, kind: isWanted ? .wants : .needs))
            }
            agents.append((name, configuration.agent(name, using: &generator)))
        }
        self.seed = seed
        self.agents = agents
        self.edges = edges
    }

    /// The graph; each call gives a new one of the same agents.
    ///
    /// - Parameter options: How each agent is run; the defaults when nothing is given.
    public func makeGraph(options: (String) -> AgentOptions = { _ in AgentOptions() }) throws(GraphError) -> AgentGraph
    {
        var graph = AgentGraph("random graph \(self.seed)")
        for (name, agent) in self.agents { graph.add(name, agent, options: options(name)) }
        for edge in self.edges { try graph.addDependency(of: edge.dependent, on: edge.dependency, edge.kind) }
        return graph
    }

    /// The agent called `name`; nil when there is none.
    public subscript(name: String) -> ScriptedAgent<String>? { self.agents.first { $0.name == name }?.agent }
}
