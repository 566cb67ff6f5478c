/// Asks an agent for one item, with the inputs of the agent that maps.
struct ItemAgent: Agent {
    let agent: any Agent
    let outer: AgentContext
    let item: ListItem

    func run(_ context: AgentContext) async throws -> AgentOutput {
        try await self.agent.run(context.standing(for: self.outer, self.item))
    }
}
