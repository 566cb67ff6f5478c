internal import TuttiCore
internal import TuttiWorkflows

/// Asks another agent what a template says.
struct QueryAgent: Agent {
    let query: Template
    let agent: any Agent

    func run(_ context: AgentContext) async throws -> AgentOutput {
        try await self.agent.run(context.asking(self.query.render(context)))
    }
}
