extension Orchestrator {
    /// What is known of questions before a strategist is asked: rules, what was learned, and how far to trust it.
    public struct Guidance: Sendable {
        /// Which questions need no strategist, and of which kind a question is.
        public var rules: SelectionRules
        /// Who was chosen before; learns from each question.
        public var choices: ChoiceLog
        /// Which agents begin before they are chosen; nil lets none.
        public var speculation: SpeculationPolicy?

        /// Creates a guidance.
        public init(
            rules: SelectionRules = .builtIn, choices: ChoiceLog = .init(), speculation: SpeculationPolicy? = .init()
        ) {
            self.rules = rules
            self.choices = choices
            self.speculation = speculation
        }
    }

    /// How a question is begun.
    enum Beginning: Sendable {
        /// Whom to ask is known.
        case decided(Choice)
        /// The strategist chooses, while these agents are already at work.
        case choosing(expecting: [String])
    }

    /// What the rules say of a question; nil without rules.
    func selection(for question: Question) -> Selection? {
        self.guidance?.rules.selection(
            for: question.text, hasBackground: question.background.contains { !$0.isWhitespace },
            among: self.directory)
    }

    /// - Parameter needsAgents: Whether a question is given to the strategist for which the rules would ask nobody.
    func beginning(
        of question: Question, _ selection: Selection?, needsAgents: Bool, within duration: Duration?
    ) -> Beginning {
        if selection?.choice == .nobody, !needsAgents { return .decided(Choice(strategy: Strategy([]))) }
        // To ask fewer agents is to save a strategist's time: where there is none to save, nobody is left out.
        if let choice = self.immediateChoice(for: question, within: duration) { return .decided(choice) }
        switch selection?.choice {
        case .agents(let names):
            return .decided(Choice(strategy: Strategy(names.map { Strategy.Assignment($0) })))
        case .everyone: return .decided(Choice(strategy: StandardStrategist().strategy(among: self.directory)))
        case .nobody, .strategist, nil:
            guard let selection, let guidance, let policy = guidance.speculation else {
                return .choosing(expecting: [])
            }
            return .choosing(
                expecting: policy.agents(
                    for: selection.kind, among: self.directory, knowing: guidance.choices.history))
        }
    }
}
