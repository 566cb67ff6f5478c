// snippet.hide
// Documentation/Executor.md, word for word: `Scripts/check-docs` compares them.
import Tutti

var graph = AgentGraph()
// snippet.show
var trusted = AgentOptions()
trusted.isolation = .cooperative
let words = graph.add("words", options: trusted) { context in context.text.split(separator: " ").count }
let answer = graph.add("answer", after: words, options: trusted) { _, count in "\(count) words" }
// snippet.hide
let report = try await graph.run("who waits for whom", by: .now + .seconds(1))
print(report[answer])
