/// What is known of one kind of question.
package struct KindHistory: Hashable, Sendable {
    /// By the name of the agent.
    private(set) var agents: [String: ChoiceCounts] = [:]
    private(set) var speculation = SpeculationRecord()
    /// The number of the last question of the kind among all questions.
    private(set) var lastQuestion = 0

    init() {}

    init(agents: [String: ChoiceCounts], speculation: SpeculationRecord, lastQuestion: Int) {
        self.agents = agents
        self.speculation = speculation
        self.lastQuestion = lastQuestion
        self.forgetOldest()
    }

    mutating func record(_ outcome: ChoiceOutcome, question: Int) {
        self.lastQuestion = question
        let chosen = Set(outcome.chosen)
        let gave = Set(outcome.gave)
        for name in chosen.union(outcome.offered) where ChoiceHistory.isKept(name) {
            self.agents[name, default: .init()].record(
                isChosen: chosen.contains(name), gave: gave.contains(name), question: question)
        }
        self.speculation.record(outcome.speculation)
        self.forgetOldest()
    }

    private mutating func forgetOldest() {
        while self.agents.count > ChoiceHistory.maximumAgents {
            let oldest = self.agents.min { ($0.value.lastQuestion, $0.key) < ($1.value.lastQuestion, $1.key) }
            guard let oldest else { return }
            self.agents[oldest.key] = nil
        }
    }
}
