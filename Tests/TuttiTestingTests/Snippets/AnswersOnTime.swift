// snippet.hide
// README.md, word for word: `Scripts/check-docs` compares them.
// snippet.show
import Testing
import Tutti
import TuttiTesting

@Test func `answers by 3 s although memory hangs`() throws {
    let memory = ScriptedAgent<[String]>(attempts: .neverReturns)
    let report = try simulate { simulation in
        var graph = AgentGraph()
        let memories = graph.add("memory", timeout: .seconds(2), memory.body)
        graph.add("coach", after: memories.ifAvailable) { _, memories in memories.value?.first ?? "Take a walk." }
        return try await simulation.run(graph, "Overwhelmed", within: .seconds(3))
    }
    #expect(report.output == "Take a walk.")
    #expect(report.wallTime <= .seconds(3))
}
