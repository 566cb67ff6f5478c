public import TuttiCore

/// Chooses whom to ask what.
///
/// The ``Orchestrator`` gives it a share of the deadline and checks what it returns: one that fails, hangs or chooses
/// nonsense costs its share of the time, never the answer.
public protocol Strategist: Sendable {
    /// The strategy for a question; unknown agents in it become warnings.
    ///
    /// Time, usage and warnings go through the context; when the task is cancelled nobody waits for the result.
    ///
    /// - Parameter onAssignment: Call it with each assignment as soon as that is certain, in the order of the strategy: the
    ///   agent then starts while the rest of the strategy is still being made. What was told so is not taken back.
    func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext,
        onAssignment: @Sendable (Strategy.Assignment) -> Void
    ) async throws -> Strategy

    /// The strategy, when it takes no time to make; nil when it does, as by default.
    func immediateStrategy(for question: Question, among directory: AgentDirectory) -> Strategy?
}

extension Strategist {
    /// Nil: the strategy takes time.
    public func immediateStrategy(for question: Question, among directory: AgentDirectory) -> Strategy? { nil }
}
