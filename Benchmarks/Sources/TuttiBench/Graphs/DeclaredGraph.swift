import Tutti

/// A graph as a user declares it: agents as closures through the public interface, and the handles to their results.
struct DeclaredGraph: Sendable {
    let plan: ExecutionPlan
    let nodes: [AgentGraph.Node<Int>]

    /// Declares a graph whose agents compute, sleep and fail as it says.
    ///
    /// - Parameters:
    ///   - names: The names of the agents, made before because they come with the task, not with the runtime.
    ///   - counter: Counts the agents that began.
    ///   - options: Those of every agent.
    init(_ graph: BenchGraph, names: [String], counter: Counter, options: AgentOptions) throws {
        var declared = AgentGraph(graph.name)
        var nodes: [AgentGraph.Node<Int>] = []
        nodes.reserveCapacity(graph.count)
        let failing = Set(graph.failing)
        for (index, inputs) in graph.dependencies.enumerated() {
            let dependencies = inputs.map { nodes[$0] }
            guard let seconds = graph.sleep?[index] else {
                nodes.append(
                    declared.add(names[index], after: dependencies, options: options) {
                        (_: AgentContext, inputs: [Int]) async throws -> Int in
                        counter.add()
                        return BenchGraph.value(from: inputs)
                    })
                continue
            }
            let fails = failing.contains(index)
            nodes.append(
                declared.add(names[index], after: dependencies, options: options) { context, inputs in
                    counter.add()
                    try await context.sleep(for: .seconds(seconds))
                    if fails { throw BenchError("this agent fails") }
                    return BenchGraph.value(from: inputs)
                })
        }
        self.plan = try declared.plan()
        self.nodes = nodes
    }

    /// Checks that every agent ran once and that all of them together computed what they should.
    func check(_ report: RunReport, of graph: BenchGraph, _ counter: Counter) throws {
        guard report.status == .complete else { throw BenchError("\(graph.name): the run is \(report.status)") }
        var sum = 0
        for node in self.nodes {
            guard let value = report[node].value else {
                throw BenchError("\(graph.name): '\(node.name)' has no result: \(report[node])")
            }
            sum = (sum + value) % BenchGraph.modulus
        }
        guard sum == graph.expected.sum else {
            throw BenchError("\(graph.name): the sum is \(sum), it should be \(graph.expected.sum)")
        }
        guard counter.count == graph.count else {
            throw BenchError("\(graph.name): \(counter.count) agents began, there are \(graph.count)")
        }
    }
}
