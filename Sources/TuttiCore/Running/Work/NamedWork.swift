/// A value that is an agent.
struct NamedWork: AgentWork {
    let agent: any Agent

    @inline(__always)
    func result(for context: AgentContext) async throws -> AgentOutput { try await self.agent.run(context) }
}
