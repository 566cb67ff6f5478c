internal import TuttiCore

extension Orchestrator {
    /// A strategy that can be run, and how it came about.
    struct Choice: Sendable {
        var strategy: Strategy
        /// Whether the strategist's choice could not be used.
        var isFallback = false
        var warnings: [String] = []
    }

    /// The choice that takes no time; nil when the strategist has to be asked.
    func immediateChoice(for question: Question, within duration: Duration?) -> Choice? {
        if let strategy = self.strategist.immediateStrategy(for: question, among: self.directory) {
            return self.checked(strategy)
        }
        guard self.configuration.strategyBudget(of: duration) > .zero else {
            return self.standardChoice("there is no time for a strategy")
        }
        return nil
    }

    /// The strategist's choice, or the standard one with a warning; takes no longer than its share of the time.
    ///
    /// The call is a run inside of the agent that `context` belongs to, so that one which hangs can be left behind; what it
    /// uses counts on that agent, at once and whatever becomes of it.
    func choose(
        for question: Question, within budget: Duration, in context: AgentContext,
        onAssignment: @escaping @Sendable (Strategy.Assignment) -> Void
    ) async throws -> Choice {
        var graph = AgentGraph("strategy")
        let node = graph.add("call") { [strategist, directory] call in
            try await strategist.strategy(
                for: question, among: directory, in: call.paid(by: context), onAssignment: onAssignment)
        }
        let report = await context.run(try graph.plan(), AgentRequest(question.text), .init(), within: budget)
        guard let strategy = report[node].value else {
            return self.standardChoice("there is no strategy (\(report["call"]?.error ?? "cancelled"))")
        }
        return self.checked(strategy)
    }

    private func checked(_ strategy: Strategy) -> Choice {
        do {
            let checked = try strategy.checked(against: self.directory)
            return Choice(strategy: checked.strategy, warnings: checked.warnings)
        } catch {
            return self.standardChoice("the strategy cannot be used: \(error)")
        }
    }

    private func standardChoice(_ reason: String) -> Choice {
        let reason = reason.sanitizedLine(maximumLength: 400)
        return Choice(
            strategy: StandardStrategist().strategy(among: self.directory), isFallback: true,
            warnings: ["the standard agents are asked: \(reason)"])
    }
}
