/// Asks another agent within the limits of a ``Provider``: one permit an attempt.
///
/// For agents that call something shared and are no language models; the time in which an attempt waits for its permit
/// is a part of its time.
public struct LimitedAgent: Agent {
    private let agent: any Agent
    private let provider: Provider

    /// Creates an agent that waits for its permit and then does what `agent` does.
    public init(_ agent: any Agent, provider: Provider) {
        self.agent = agent
        self.provider = provider
    }

    /// Waits, and asks the agent.
    ///
    /// - Throws: ``AdmissionRefusal`` when it cannot be asked in time; what the agent throws.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        let permit = try await context.permit(of: self.provider)
        return try await permit.use {
            try await self.agent.run(context)
        } outcome: {
            .usual(of: $0)
        }
    }
}
