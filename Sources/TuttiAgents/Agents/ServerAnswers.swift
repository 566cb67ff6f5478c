internal import TuttiMCP

/// What one tool server came to.
struct ServerAnswers: Sendable {
    var server: String
    var answers: [(call: ToolCall, answer: ToolAnswer)] = []
    var failures: [MCPError] = []

    init(server: String) { self.server = server }

    mutating func add(_ results: [(ToolCall, Result<ToolAnswer, MCPError>)]) {
        for (call, result) in results {
            switch result {
            case .success(let answer): self.answers.append((call, answer))
            case .failure(let error): self.failures.append(error)
            }
        }
    }
}
