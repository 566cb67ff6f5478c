// snippet.hide
// Documentation/Executor.md, word for word: `Scripts/check-docs` compares them.
import Tutti

var graph = AgentGraph()
// snippet.show
let quick = graph.add("quick") { _ in "one paragraph" }
graph.add("deaf") { _ in await withUnsafeContinuation { (_: UnsafeContinuation<String, Never>) in } }
let executor = ParallelExecutor()
let report = try await executor.run(graph.plan(), "Sum it up", within: .milliseconds(100))
print(report.status, report[quick], report["deaf"]?.state ?? .skipped)  // partial one paragraph timedOut
print(executor.metrics.abandoned)  // 1: it still runs, and is counted until it ends
