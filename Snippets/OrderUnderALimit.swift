// snippet.hide
// Documentation/Executor.md, word for word: `Scripts/check-docs` compares them.
import Tutti

var graph = AgentGraph()
for page in 1...20 {
    graph.add("page \(page)") { context in try await context.time.sleep(for: .milliseconds(page)) }
}
let plan = try graph.plan()
// snippet.show
let executor = ParallelExecutor(.init(maximumParallel: 4))
var history = DurationHistory()
for question in ["first", "second", "third"] {
    let report = await executor.run(plan.ordered(by: history), AgentRequest(question), within: .seconds(5))
    history.record(report)  // from the second run on the longest agents go first
}
