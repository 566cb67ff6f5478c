internal import TuttiAgents
internal import TuttiCore

/// Keeps its choice to itself until it is whole.
struct PatientStrategist: Strategist {
    var strategist: any Strategist

    func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext,
        onAssignment: @Sendable (Strategy.Assignment) -> Void
    ) async throws -> Strategy {
        try await self.strategist.strategy(for: question, among: directory, in: context) { _ in }
    }
}
