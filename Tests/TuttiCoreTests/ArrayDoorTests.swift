import Testing
import TuttiCore
import TuttiTesting

/// `add(_:after:)` with any number of agents whose results are of the same kind.
@Suite struct ArrayDoorTests {
    private static func inputs(
        of dependencies: @Sendable @escaping (inout AgentGraph) -> [AgentGraph.Node<Int>]
    ) throws -> RunReport {
        try simulate { simulation in
            var graph = AgentGraph()
            let nodes = dependencies(&graph)
            graph.add("sum", after: nodes) { _, numbers in "\(numbers)" }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
    }

    private static func number(_ number: Int, _ graph: inout AgentGraph) -> AgentGraph.Node<Int> {
        graph.add("\(number)") { context in
            // The later it is declared, the earlier it ends.
            try await context.time.sleep(for: .milliseconds(100 - number))
            return number
        }
    }

    @Test func `the results come in the order of the list, whichever ends first`() throws {
        let report = try Self.inputs { graph in
            let nodes = (1...5).map { Self.number($0, &graph) }
            return [nodes[3], nodes[0], nodes[4], nodes[1], nodes[2]]
        }
        #expect(report["sum"]?.output == "[4, 1, 5, 2, 3]")
        #expect(report["sum"]?.start == .milliseconds(99))
    }

    @Test func `after an empty list it starts at once`() throws {
        let report = try Self.inputs { _ in [] }
        #expect(report["sum"]?.output == "[]")
        #expect(report.status == .complete)
    }

    @Test func `a handle that is listed twice is one dependency and two results`() throws {
        let report = try Self.inputs { graph in
            let (one, two) = (Self.number(1, &graph), Self.number(2, &graph))
            return [one, two, one]
        }
        #expect(report["sum"]?.output == "[1, 2, 1]")
    }

    @Test func `a handle of another graph is refused`() throws {
        var other = AgentGraph()
        let foreign = Self.number(1, &other)
        var graph = AgentGraph()
        let own = Self.number(2, &graph)
        graph.add("sum", after: [own, foreign]) { _, numbers in numbers.count }
        #expect(throws: GraphError([.foreignHandle(agent: "sum", dependency: 0)])) { try graph.plan() }
    }

    @Test func `a fallback counts as a result, and without one the dependent is skipped`() throws {
        for fallback in [7, nil] {
            let report = try Self.inputs { graph in
                let failing = graph.add("failing", fallback: fallback) { _ -> Int in throw TestFailure() }
                return [Self.number(1, &graph), failing]
            }
            #expect(report["sum"]?.output == fallback.map { "[1, \($0)]" })
            #expect(report["sum"]?.state == (fallback == nil ? .skipped : .succeeded))
        }
    }
}
