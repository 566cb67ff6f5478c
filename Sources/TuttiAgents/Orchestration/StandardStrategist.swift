public import TuttiCore

/// Asks every standard agent the question itself, without a model: always the same for the same directory.
public struct StandardStrategist: Strategist {
    /// Creates the strategist.
    public init() {}

    /// The strategy for any question; it never fails.
    public func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext,
        onAssignment: @Sendable (Strategy.Assignment) -> Void
    ) -> Strategy { self.strategy(among: directory) }

    /// The same strategy, at once.
    public func immediateStrategy(for question: Question, among directory: AgentDirectory) -> Strategy? {
        self.strategy(among: directory)
    }

    /// The strategy, which depends on the directory alone; at most ``Strategy/maximumAgents`` agents are in it.
    public func strategy(among directory: AgentDirectory) -> Strategy {
        Strategy(
            directory.standard.prefix(Strategy.maximumAgents).map { Strategy.Assignment($0.name) },
            reasoning: "the standard agents, each with the question itself")
    }
}
