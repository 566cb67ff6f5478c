// snippet.hide
// Documentation/Executor.md, word for word: `Scripts/check-docs` compares them.
import Tutti
import TuttiTesting

// snippet.show
let report = try simulate(seed: 7) { simulation in
    var graph = AgentGraph()
    graph.add("slow") { context in try await context.time.sleep(for: .seconds(3_600)) }
    graph.add("slower") { context in try await context.time.sleep(for: .seconds(7_200)) }
    return try await simulation.parallelExecutor().run(graph.plan(), within: .seconds(5_400))
}
print(report.summary)  // partial in 90 min of 90 min, after a few milliseconds of yours
