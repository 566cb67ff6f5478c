// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Testing
import Tutti
import TuttiTesting

// snippet.show
@Test func `memory and tasks are asked at the same time, and the coach after both`() throws {
    let recorder = EventRecorder()
    try simulate { simulation in
        let graph = coachGraph(
            memory: ScriptedAgent<[String]>(attempts: .hangs).body,
            tasks: ScriptedAgent(["Call Sam"], after: .seconds(1)).body)
        _ = try await simulation.run(graph, within: .seconds(3), recorder: recorder)
    }
    #expect(recorder.order == ["memory", "tasks", "coach"])
    #expect(recorder.overlap(of: "memory", and: "tasks") == .seconds(1))
    #expect(recorder.start(of: "coach") == .seconds(2))
    let difference = recorder.difference(
        from: """
            0 ms  runStarted  workflow=coach agents=[memory,tasks,coach] deadlineMs=3000
            0 ms  agentStarted memory  budgetMs=2000
            0 ms  agentStarted tasks  budgetMs=3000
            1000 ms  agentSucceeded tasks  attempt=1 output="[\\"Call Sam\\"]"
            2000 ms  agentTimedOut memory  attempt=1 error="no result in 2 s" limit=timeout
            2000 ms  agentStarted coach  budgetMs=1000 missing={"memory":"timedOut"}
            2300 ms  agentSucceeded coach  attempt=1 output="Call Sam (no memory)"
            2300 ms  runFinished  status=partial
            """)
    #expect(difference == nil)
}
