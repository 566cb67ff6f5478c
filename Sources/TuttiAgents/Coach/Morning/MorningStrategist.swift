internal import TuttiCore

/// Asks every standard agent for its part of the morning: what was planned, what is due, what matters. Always the same for
/// the same directory, and without a model, so that the team begins at once.
struct MorningStrategist: Strategist {
    func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext,
        onAssignment: @Sendable (Strategy.Assignment) -> Void
    ) -> Strategy { self.strategy(among: directory) }

    func immediateStrategy(for question: Question, among directory: AgentDirectory) -> Strategy? {
        self.strategy(among: directory)
    }

    private func strategy(among directory: AgentDirectory) -> Strategy {
        Strategy(
            directory.standard.prefix(Strategy.maximumAgents).map { entry in
                Strategy.Assignment(entry.name, prompt: Self.prompt(for: entry.subject))
            }, synthesis: "A short brief for the morning.",
            reasoning: "the standard agents, each for its part of the morning")
    }

    /// What an agent is asked; nil asks it the question of the morning itself.
    private static func prompt(for subject: AgentDirectory.Subject) -> String? {
        switch subject {
        case .memory: "What did I plan, what did I decide?"
        case .tasks: "Which tasks are overdue or due today?"
        case .convictions: "Which of my habits, values and goals matter this morning?"
        case .other: nil
        }
    }
}
