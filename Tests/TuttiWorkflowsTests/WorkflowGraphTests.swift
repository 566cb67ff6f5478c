import Testing
import TuttiCore
import TuttiWorkflows

@Suite struct WorkflowGraphTests {
    @Test func `other kinds than simulated come from the caller, in the order of the file`() throws {
        let workflow = try WorkflowParsingTests.parse(
            "agents: { a: {kind: memory}, b: {kind: simulated}, c: {kind: documents, path: x, needs: [a, b]} }")
        var asked: [String] = []
        let graph = try workflow.makeGraph { agent in
            asked.append(agent.name)
            return SimulatedAgent(.init(), random: { 0 })
        }
        #expect(asked == ["a", "c"])
        #expect(try graph.plan().phases == [["a", "b"], ["c"]])
    }

    @Test func `what the caller throws is passed on`() throws {
        let workflow = try WorkflowParsingTests.parse("agents: { a: {kind: memory} }")
        #expect(throws: UnexpectedAgent.self) { try workflow.makeGraph { throw UnexpectedAgent(name: $0.name) } }
    }

    @Test func `a quorum is a quorum of the graph`() async throws {
        let workflow = try WorkflowParsingTests.parse(
            """
            agents:
              a: { kind: simulated, output: a }
              b: { kind: simulated, fails: x }
              c: { kind: simulated, fails: x }
              one: { kind: simulated, quorum: { count: 1, of: [a, b] } }
              two: { kind: simulated, quorum: { count: 2, of: [a, b, c] } }
            """)
        let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
        let report = await ParallelExecutor().run(plan)
        #expect(report["one"]?.state == .succeeded)
        #expect(report["two"]?.state == .skipped)
    }

    @Test func `a workflow made in code with a cycle is refused by the graph`() {
        var first = WorkflowAgent("a", .simulated(.init()))
        var second = WorkflowAgent("b", .simulated(.init()))
        (first.needs, second.needs) = (["b"], ["a"])
        let workflow = Workflow(agents: [first, second])
        #expect(throws: GraphError.self) { try workflow.makeGraph { throw UnexpectedAgent(name: $0.name) } }
    }
}
