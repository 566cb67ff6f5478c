internal import TuttiJSON
package import TuttiMCP

/// Chooses tools without a model: those that only read, need no arguments, and sound like the question or like tasks.
package struct ToolRanking {
    /// The most tools of one server.
    package static let maximumCalls = 3
    /// The most tools of one server that are looked at.
    package static let maximumTools = 200

    private let policy: ToolPolicy
    private let terms: Set<String>
    private let today: CalendarDay

    package init(question: String, policy: ToolPolicy, today: CalendarDay) {
        self.policy = policy
        self.terms = Set(Tokenizer.queryTerms(in: question))
        self.today = today
    }

    /// The calls that are worth making, best first; none when no tool fits.
    package func calls(server: String, tools: [MCPToolDescription]) -> [ToolCall] {
        let ranked = tools.prefix(Self.maximumTools).enumerated().compactMap { index, tool in
            self.candidate(server, tool).map { (index: index, score: self.score(tool), call: $0) }
        }
        let best = ranked.filter { $0.score > 0 }.sorted { a, b in (-a.score, a.index) < (-b.score, b.index) }
        return best.prefix(Self.maximumCalls).map(\.call)
    }

    private func candidate(_ server: String, _ tool: MCPToolDescription) -> ToolCall? {
        guard self.policy.verdict(server: server, tool: tool.name).isAllowed else { return nil }
        var arguments = JSONObject()
        for name in (tool.inputSchema["required"]?.array ?? []).map(\.string) {
            guard let name, ToolVocabulary.dayArguments.contains(name.lowercased()) else { return nil }
            arguments[name] = .string(self.today.description)
        }
        return ToolCall(server: server, tool: tool.name, arguments: arguments)
    }

    /// A word in the name tells more than one in the description, which a server can fill as it likes.
    private func score(_ tool: MCPToolDescription) -> Int {
        let words = ToolName(tool.name)?.words ?? []
        let name = Set(words.flatMap { Tokenizer.terms(in: $0) })
        let description = Set(Tokenizer.tokens(in: tool.description, limit: 100).map(\.stem))
        let asked = 6 * self.terms.intersection(name).count + min(2, self.terms.intersection(description).count)
        return asked + words.reduce(0) { $0 + (ToolVocabulary.taskWeights[$1] ?? 0) }
    }
}
