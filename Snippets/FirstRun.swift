// snippet.hide
// The example of the README, word for word: `Scripts/check-readme` compares them.
// snippet.show
import Tutti

var graph = AgentGraph()
let memory = graph.add("memory") { _ in ["In March, writing everything down helped."] }
let tasks = graph.add("tasks", timeout: .seconds(2)) { _ in ["Tax return, overdue", "Call Sam"] }
let answer = graph.add("coach", after: memory, tasks.ifAvailable) { context, memories, tasks in
    // memories: [String]   tasks: Wanted<[String]>, a value or the reason it is missing
    "\(context.text)? \(memories[0]) Begin with: \(tasks.value?.first ?? "a walk")."
}
let report = try await graph.run("Overwhelmed", by: .now + .seconds(3))
print(report[answer], report.timeline, separator: "\n\n")
