// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Testing
import Tutti
import TuttiTesting

// snippet.show
@Test func `a busy task server is asked again when it said so`() throws {
    let memory = ScriptedAgent(["Lists help."], after: .logNormal(p50: .milliseconds(200), p95: .milliseconds(900)))
    let tasks = ScriptedAgent(attempts: .fails("busy", retryAfter: .seconds(1)), .returns(["Call Sam"]))
    let report = try simulate(seed: 7) { simulation in
        let graph = coachGraph(memory: memory.body, tasks: tasks.body)
        return try await simulation.run(graph, "Overwhelmed", within: .seconds(3))
    }
    #expect(report.output == "Call Sam (Lists help.)")
    #expect(tasks.calls.map(\.outcome) == [.failed("busy"), .returned])
    #expect(tasks.calls[1].start - tasks.calls[0].start >= .seconds(1))
    #expect(tasks.calls[0].text == "Overwhelmed" && tasks.calls[0].budget == .seconds(3))
}
