// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Tutti

// snippet.show
/// The graph under test: what it depends on comes in as parameters.
func coachGraph(
    memory: @escaping @Sendable (AgentContext) async throws -> [String],
    tasks: @escaping @Sendable (AgentContext) async throws -> [String]
) -> AgentGraph {
    var graph = AgentGraph("coach")
    var retrying = AgentOptions()
    retrying.retry.maximumAttempts = 3
    let memories = graph.add("memory", timeout: .seconds(2), memory)
    let due = graph.add("tasks", options: retrying, tasks)
    graph.add("coach", after: memories.ifAvailable, due.ifAvailable) { context, memories, due in
        try await context.sleep(for: .milliseconds(300))  // stands for a model
        return "\(due.value?.first ?? "a walk") (\(memories.value?.first ?? "no memory"))"
    }
    return graph
}
