import Tutti

/// The graph of W5 as a person would write it: three agents that do nothing, and a reporter that needs all of them.
struct SmallGraph: Sendable {
    /// The agents of the graph.
    static let agentCount = 4

    let plan: ExecutionPlan
    private let reporter: AgentGraph.Node<Int>

    init(counter: Counter, options: AgentOptions) throws {
        var graph = AgentGraph("small")
        let body = { @Sendable (_: AgentContext) async throws -> Int in
            counter.add()
            return BenchGraph.value(from: [])
        }
        let a = graph.add("a", options: options, body)
        let b = graph.add("b", options: options, body)
        let c = graph.add("c", options: options, body)
        self.reporter = graph.add("join", after: a, b, c, options: options) { _, a, b, c in
            counter.add()
            return BenchGraph.value(from: [a, b, c])
        }
        self.plan = try graph.plan()
    }

    /// Checks what the reporter made of the others.
    func check(_ report: RunReport) throws {
        guard report.status == .complete, report[self.reporter].value == Self.agentCount else {
            throw BenchError("small graph: the run is \(report.status), the reporter gave \(report[self.reporter])")
        }
    }
}
