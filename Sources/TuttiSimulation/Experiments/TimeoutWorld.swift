internal import TuttiCore
internal import TuttiTesting

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A random graph of agents that take as long as tools and models do, and an answer that wants or needs them.
///
/// Three to twelve agents, each with a log-normal duration of its own: a median from 0.1 to 1 s, a 95th percentile of two
/// to five times that. The answer has a median of 0.2 to 0.6 s and a 95th percentile of 1.5 to 3 times that; it wants
/// every agent that nobody else depends on, and in one of four graphs needs one of them.
struct TimeoutWorld: Sendable {
    static let answer = "answer"

    let seed: UInt64
    /// The inputs that the answer can do without.
    let wanted: Int
    private let agents: [(name: String, agent: ScriptedAgent<String>)]
    private let edges: [(dependent: String, dependency: String, kind: DependencyEdge.Kind)]

    init(seed: UInt64) {
        // Another stream than that of the graph, which is drawn from the seed itself.
        var generator = SeededRandomNumberGenerator(seed: seed ^ 0x5EED_0F_71AE)
        let shape: RandomGraph.Shape =
            Bool.random(using: &generator)
            ? .layered(layers: .random(in: 2...3, using: &generator), width: .random(in: 2...4, using: &generator))
            : .sparse(agents: .random(in: 3...12, using: &generator), inputs: 1)
        let random = RandomGraph(seed: seed, shape)
        var agents = random.agents.map { name, _ in
            (name, ScriptedAgent(name, after: Self.latency(0.1...1, 2...5, &generator)))
        }
        agents.append((Self.answer, ScriptedAgent("answer", after: Self.latency(0.2...0.6, 1.5...3, &generator))))
        let used = Set(random.edges.map(\.dependency))
        let inputs = random.agents.map(\.name).filter { !used.contains($0) }
        let needed = Int.random(in: 0..<4, using: &generator) == 0 ? inputs.randomElement(using: &generator) : nil
        self.seed = seed
        self.wanted = inputs.count - (needed == nil ? 0 : 1)
        self.agents = agents
        self.edges =
            random.edges.map { ($0.dependent, $0.dependency, $0.kind) }
            + inputs.map { (Self.answer, $0, $0 == needed ? .needs : .wants) }
    }

    /// A log-normal duration: its median is drawn so that each doubling is as likely, its 95th percentile as a multiple.
    private static func latency(
        _ seconds: ClosedRange<Double>, _ spread: ClosedRange<Double>, _ generator: inout SeededRandomNumberGenerator
    ) -> Latency {
        let share = Double.random(in: 0...1, using: &generator)
        let median = seconds.lowerBound * pow(seconds.upperBound / seconds.lowerBound, share)
        let ratio = Double.random(in: spread, using: &generator)
        return .logNormal(p50: .seconds(median), p95: .seconds(median * ratio))
    }

    /// The graph, its agents run as a policy has it; nothing but the deadline bounds the answer.
    func plan(_ policy: TimeoutPolicy) throws -> ExecutionPlan {
        var graph = AgentGraph("world \(self.seed)")
        for (name, agent) in self.agents {
            var options = AgentOptions()
            if name == Self.answer { options.isFinal = true } else { policy.apply(to: &options) }
            graph.add(name, agent, options: options)
        }
        for edge in self.edges { try graph.addDependency(of: edge.dependent, on: edge.dependency, edge.kind) }
        return try graph.plan()
    }
}
