/// The work of an agent that has a fallback agent.
@usableFromInline
struct SubstitutedWork<Work: AgentWork>: AgentWork {
    @usableFromInline let work: Work
    @usableFromInline let substitute: any Agent

    @inlinable
    init(_ work: Work, _ substitute: any Agent) {
        self.work = work
        self.substitute = substitute
    }

    @inlinable
    func result(for context: AgentContext) async throws -> Work.Output {
        guard context.asksSubstitute else { return try await self.work.result(for: context) }
        guard let output = cast(try await self.substitute.run(context), to: Work.Output.self) else {
            preconditionFailure("'\(context.agent)' has a fallback agent and gives no AgentOutput: no plan allows it")
        }
        return output
    }
}
