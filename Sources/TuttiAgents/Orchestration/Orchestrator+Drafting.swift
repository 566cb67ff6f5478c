internal import TuttiCore
internal import TuttiJSON

extension Orchestrator {
    /// What is run, with the handles to its results.
    struct Draft: Sendable {
        var plan: ExecutionPlan
        var agents: [String: AgentGraph.Node<AgentOutput>] = [:]
        var answer: AgentGraph.Node<Synthesis>
        /// Whom it asks: known from the start, or written down while it runs.
        var board: StrategyBoard
    }

    /// The graph of a strategy that is known: its agents, and the answer that wants them all.
    func draft(_ question: Question, _ choice: Choice, within duration: Duration?) throws -> Draft {
        let board = StrategyBoard(choice)
        var graph = AgentGraph("coordination")
        let entries = choice.strategy.assignments.compactMap { self.directory[$0.agent] }
        let agents = Self.add(entries, to: &graph, board)
        let answer = self.addAnswer(to: &graph, question, board, within: duration)
        for assignment in choice.strategy.assignments {
            for name in assignment.after { try graph.addDependency(of: assignment.agent, on: name, .wants) }
            try graph.addDependency(of: AgentDirectory.answerName, on: assignment.agent, .wants)
        }
        var plan = try self.ordered(graph)
        plan.warnings = choice.warnings
        return Draft(plan: plan, agents: agents, answer: answer, board: board)
    }

    /// The graph of a strategy that is made while it runs: the strategist, who chooses among all agents, and the answer.
    func draft(choosingFor question: Question, expecting expected: [String], within duration: Duration?) throws -> Draft
    {
        let board = StrategyBoard(known: self.directory.names, expected: expected)
        var graph = AgentGraph("coordination")
        let budget = self.configuration.strategyBudget(of: duration)
        // Without a timeout: its calls have one, and what they leave is made into a choice, on a slow machine a little later.
        graph.add(AgentDirectory.strategistName) { context in
            board.begin(in: context)
            let choice = try await self.choose(for: question, within: budget, in: context) { assignment in
                // By the exact bytes, as the strategy is checked; a run takes look-alikes for the same name.
                if self.directory[assignment.agent] != nil { board.read(assignment, in: context) }
            }
            // The run is over: nobody is asked any more.
            try Task.checkCancellation()
            board.decide(choice, in: context)
            for warning in choice.warnings { context.warn(warning) }
            return board.progress.strategy.json.serialized()
        }
        let agents = Self.add(self.directory.entries, to: &graph, board)
        let answer = self.addAnswer(to: &graph, question, board, within: duration)
        try graph.addDependency(of: AgentDirectory.answerName, on: AgentDirectory.strategistName, .wants)
        for name in self.directory.names {
            try graph.addDependency(of: name, on: AgentDirectory.strategistName, .choice)
            try graph.addDependency(of: AgentDirectory.answerName, on: name, .wants)
        }
        return Draft(plan: try self.ordered(graph), agents: agents, answer: answer, board: board)
    }

    // MARK: Parts of a graph

    private static func add(
        _ entries: [AgentDirectory.Entry], to graph: inout AgentGraph, _ board: StrategyBoard
    ) -> [String: AgentGraph.Node<AgentOutput>] {
        var nodes: [String: AgentGraph.Node<AgentOutput>] = [:]
        for entry in entries {
            nodes[entry.name] = graph.add(entry.name, options: entry.options) { context in
                let prompt = board.prompt(of: entry.name)
                return try await entry.agent.run(prompt.map(context.asking) ?? context)
            }
        }
        return nodes
    }

    private func addAnswer(
        to graph: inout AgentGraph, _ question: Question, _ board: StrategyBoard, within duration: Duration?
    ) -> AgentGraph.Node<Synthesis> {
        graph.add(AgentDirectory.answerName, options: self.answerOptions(within: duration)) {
            [synthesizer, directory] context in
            let strategy = board.strategyByNow
            let inputs = context.inputs.all
            let request = SynthesisRequest(
                question: question, approach: strategy.synthesis,
                contributions: strategy.assignments.compactMap { assignment in
                    guard let entry = directory[assignment.agent],
                        let input = inputs.first(where: { $0.name == entry.name })
                    else { return nil }
                    return Contribution(entry.name, subject: entry.subject, output: input.output)
                })
            return try await synthesizer.synthesize(request, in: context)
        }
    }

    private func ordered(_ graph: AgentGraph) throws -> ExecutionPlan {
        var history = self.durations?.history ?? DurationHistory()
        // The answer's share of the time has a bound, which its options know.
        history.forget(AgentDirectory.answerName)
        return try graph.plan().ordered(by: history)
    }

    private func answerOptions(within duration: Duration?) -> AgentOptions {
        var options = AgentOptions()
        options.isFinal = true
        let declared = self.synthesizer.expectedDuration
        let usual = self.durations?.history.usualDuration(of: AgentDirectory.answerName, declared: declared)
        options.expectedDuration = self.configuration.synthesisReserve(usual ?? declared, of: duration)
        return options
    }
}
