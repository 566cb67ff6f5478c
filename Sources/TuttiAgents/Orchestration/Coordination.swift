public import TuttiCore
internal import TuttiJSON

/// A question that is being answered: the events of the run, and in the end the answer.
///
/// The run goes on when this value is dropped. ``cancel()`` ends it with what is there; so does cancelling the task
/// that awaits ``report()``.
public struct Coordination: Sendable {
    /// What was asked.
    public let question: Question
    /// The graph that is run: the strategist chooses among all agents in it, unless the strategy took no time.
    public var plan: ExecutionPlan { self.draft.plan }
    /// Whom it is given to, as far as that is known by now.
    public var strategy: Strategy { self.draft.board.strategyByNow }
    /// The identity of the run.
    public var id: RunID { self.run.id }
    /// The events of the run, for one reader; the answer comes as `answerDelta`s.
    public var events: RunEvents { self.run.events }

    /// What the rules say of the question; nil without rules.
    public let selection: Selection?
    let draft: Orchestrator.Draft
    let run: Run
    let date: Timestamp?
    let orchestrator: Orchestrator

    /// Whether the run has ended.
    package var hasEnded: Bool { self.run.hasEnded }

    /// Ends the run now, with what is there.
    public func cancel() { self.run.cancel() }

    /// Waits for the end of the run, keeps the record, and returns everything that came of it.
    ///
    /// Never throws: what failed is in the report, a history that cannot be written is a warning. When the calling task
    /// is cancelled the run ends, and the record may not be kept. Calling it again keeps the same record again, and
    /// counts its durations again.
    public func report() async -> CoordinationReport {
        let runReport = await self.run.report()
        self.orchestrator.durations?.record(runReport)
        let board = self.draft.board
        board.close()
        let strategy = board.strategyByNow
        var report = CoordinationReport(
            question: self.question, strategy: strategy, isFallback: board.isFallback, plan: self.plan(of: strategy),
            run: runReport,
            contributions: strategy.assignments.compactMap { assignment in
                guard let entry = self.orchestrator.directory[assignment.agent],
                    let node = self.draft.agents[entry.name]
                else { return nil }
                return Contribution(entry.name, subject: entry.subject, output: runReport[node])
            })
        report.speculation = Speculation(board.progress, in: runReport)
        report.selection = self.selection
        report.outcome = self.outcome(of: report)
        if let outcome = report.outcome { self.orchestrator.guidance?.choices.record(outcome) }
        report.synthesis = self.synthesis(in: report)
        await self.save(&report)
        return report
    }

    /// What can be learned of the choice; nothing of one that the strategist did not make.
    private func outcome(of report: CoordinationReport) -> ChoiceOutcome? {
        guard let selection, self.wasChosenByStrategist, !report.isFallback,
            report.run[AgentDirectory.strategistName]?.state == .succeeded
        else { return nil }
        let speculation = report.speculation
        return ChoiceOutcome(
            kind: selection.kind, offered: self.orchestrator.directory.names,
            chosen: report.contributions.map(\.agent),
            gave: report.contributions.filter { $0.output.value?.citations.isEmpty == false }.map(\.agent),
            speculation: .init(
                started: speculation.started.count, used: speculation.used.count, saved: speculation.saved,
                wastedUSD: speculation.wastedUsage.costUSD))
    }

    private var wasChosenByStrategist: Bool { self.plan.agentNames.contains(AgentDirectory.strategistName) }

    /// The graph of those that were asked; the one that is run has everybody who could have been.
    private func plan(of strategy: Strategy) -> ExecutionPlan {
        guard self.wasChosenByStrategist else { return self.plan }
        do { return try self.orchestrator.draft(self.question, .init(strategy: strategy), within: nil).plan } catch {
            return self.plan
        }
    }

    /// The answer; what the agents found stands in for a synthesizer that failed or was too slow.
    private func synthesis(in report: CoordinationReport) -> Synthesis? {
        if let synthesis = report.run[self.draft.answer].value { return synthesis }
        guard report.contributions.contains(where: { $0.output.value != nil }) else { return nil }
        let request = SynthesisRequest(
            question: self.question, approach: report.strategy.synthesis, contributions: report.contributions)
        var synthesis = Synthesis(ExtractiveComposer().compose(request))
        synthesis.isWhole = false
        synthesis.isExtract = true
        return synthesis
    }

    /// Keeps the record in an agent of its own: a store that hangs must not hold the answer back.
    private func save(_ report: inout CoordinationReport) async {
        guard let history = self.orchestrator.history, let date = self.date else { return }
        let record = CoordinationRecord(
            id: self.id.description, date: date, question: self.question.text,
            strategy: report.strategy.json.serialized(), report: report.json.serialized(), answer: report.answer ?? "",
            status: report.status.rawValue)
        var graph = AgentGraph("history")
        graph.add("save") { _ in try await history.store.save(record) }
        do {
            let limit = self.orchestrator.configuration.savingLimit
            let saving = await self.orchestrator.executor.run(try graph.plan(), within: limit)
            guard let agent = saving["save"], agent.state != .succeeded else { return }
            report.warnings.append("this question is not in the history: \(agent.error ?? agent.state.rawValue)")
        } catch {
            report.warnings.append("this question is not in the history: \(error)")
        }
    }
}
