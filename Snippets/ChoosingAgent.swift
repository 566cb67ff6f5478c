import Tutti

// snippet.show
var graph = AgentGraph("triage")
graph.add("router") { context in
    context.choose("weather", isSpeculative: true)  // begins now
    try await context.sleep(for: .milliseconds(200))  // what a model would take
    context.choose("calendar")
    context.choose("advice", after: ["calendar"])
    context.dismiss("weather")
}
graph.add("weather") { _ in "Rain until noon" }
graph.add("calendar") { _ in "Nothing before ten" }
graph.add("advice") { context in "Sleep in: \(context.inputs["calendar"]?.value?.text ?? "who knows")" }
for agent in ["weather", "calendar", "advice"] { try graph.addDependency(of: agent, on: "router", .choice) }
let report = try await graph.run("What shall I do this morning?", by: .now + .seconds(3))
// snippet.hide
print(report.output ?? "nothing")
