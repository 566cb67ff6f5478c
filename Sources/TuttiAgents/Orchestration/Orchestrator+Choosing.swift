internal import TuttiCore

extension Orchestrator {
    /// A strategy that can be run, and how it came about.
    struct Choice: Sendable {
        var strategy: Strategy
        /// Whether the strategist's choice could not be used.
        var isFallback = false
        var warnings: [String] = []
        var usage = Usage()
        var time: Duration = .zero
    }

    /// The strategist's choice, or the standard one with a warning; takes no longer than its share of the time.
    func choose(for question: Question, within duration: Duration?) async throws -> Choice {
        guard !self.directory.entries.isEmpty else {
            throw OrchestrationError(.noAgents, "there is nobody to ask: register an agent first")
        }
        let budget = self.configuration.strategyBudget(of: duration)
        guard budget > .zero else { return self.standardChoice("there is no time for a strategy") }
        var graph = AgentGraph("strategy")
        let node = graph.add("strategist") { [strategist, directory] context in
            try await strategist.strategy(for: question, among: directory, in: context)
        }
        let report = await self.executor.run(try graph.plan(), AgentRequest(question.text), within: budget)
        var choice = self.choice(report[node].value, report["strategist"]?.error)
        choice.warnings = report.warnings + choice.warnings
        choice.usage = report.usage
        choice.time = report.wallTime
        return choice
    }

    private func choice(_ strategy: Strategy?, _ error: String?) -> Choice {
        guard let strategy else { return self.standardChoice("there is no strategy (\(error ?? "cancelled"))") }
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

    // MARK: From the strategy to a plan

    /// What is run, with the handles to its results.
    struct Draft: Sendable {
        var plan: ExecutionPlan
        var agents: [(entry: AgentDirectory.Entry, node: AgentGraph.Node<AgentOutput>)]
        var answer: AgentGraph.Node<Synthesis>
    }

    /// The graph of a checked strategy: the agents, and the answer that wants them all.
    func draft(_ question: Question, _ choice: Choice, within duration: Duration?) throws -> Draft {
        var history = self.durations?.history ?? DurationHistory()
        var graph = AgentGraph("coordination")
        var agents: [(entry: AgentDirectory.Entry, node: AgentGraph.Node<AgentOutput>)] = []
        for entry in choice.strategy.assignments.compactMap({ self.directory[$0.agent] }) {
            let node = graph.add(entry.name, options: entry.options) { context in
                try await entry.agent.run(context)
            }
            agents.append((entry, node))
        }
        let strategy = choice.strategy
        let subjects = agents.map(\.entry.subject)
        let answer = graph.add(AgentDirectory.answerName, options: self.answerOptions(history, within: duration)) {
            [synthesizer] context in
            let outputs = zip(context.inputs.all, subjects)
            let request = SynthesisRequest(
                question: question, approach: strategy.synthesis,
                contributions: outputs.map { input, subject in
                    Contribution(input.name, subject: subject, output: input.output)
                })
            return try await synthesizer.synthesize(request, in: context)
        }
        for assignment in strategy.assignments {
            for name in assignment.after { try graph.addDependency(of: assignment.agent, on: name, .wants) }
            try graph.addDependency(of: AgentDirectory.answerName, on: assignment.agent, .wants)
        }
        // The answer's share of the time has a bound, which its options know.
        history.forget(AgentDirectory.answerName)
        var plan = try graph.plan().ordered(by: history)
        plan.warnings = choice.warnings
        return Draft(plan: plan, agents: agents, answer: answer)
    }

    private func answerOptions(_ history: DurationHistory, within duration: Duration?) -> AgentOptions {
        var options = AgentOptions()
        options.isFinal = true
        let declared = self.synthesizer.expectedDuration
        options.expectedDuration = self.configuration.synthesisReserve(
            history.usualDuration(of: AgentDirectory.answerName, declared: declared) ?? declared, of: duration)
        return options
    }
}
