public import TuttiCore

/// Chooses whom to ask what.
///
/// The ``Orchestrator`` gives it a share of the deadline and checks what it returns: one that fails, hangs or chooses
/// nonsense costs its share of the time, never the answer.
public protocol Strategist: Sendable {
    /// The strategy for a question; unknown agents in it become warnings.
    ///
    /// Time, usage and warnings go through the context; when the task is cancelled nobody waits for the result.
    func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext
    ) async throws -> Strategy
}
