internal import TuttiCore

/// An agent that does what chance has decided for it.
struct SimulatedSpecialist: Agent {
    struct Refused: Error {}

    var name: String
    var fate: SimulatedQuestion.Fate

    func run(_ context: AgentContext) async throws -> AgentOutput {
        try await context.sleep(for: self.fate.hangs ? .seconds(86_400) : self.fate.duration)
        if self.fate.fails { throw Refused() }
        let text = "What \(self.name) found."
        return AgentOutput(text, citations: [Citation(source: self.name, quote: text)])
    }
}
