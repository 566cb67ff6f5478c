public import TuttiCore
internal import TuttiJSON

/// A question that is being answered: whom it was given to, the events of the run, and in the end the answer.
///
/// The run goes on when this value is dropped. ``cancel()`` ends it with what is there; so does cancelling the task
/// that awaits ``report()``.
public struct Coordination: Sendable {
    /// What was asked.
    public let question: Question
    /// Whom it was given to.
    public var strategy: Strategy { self.choice.strategy }
    /// Whether the strategist gave nothing that could be used, so that the standard agents are asked.
    public var isFallback: Bool { self.choice.isFallback }
    /// The time the strategy took.
    public var strategyTime: Duration { self.choice.time }
    /// The graph that is run, put in order; its warnings are those of the strategy.
    public var plan: ExecutionPlan { self.draft.plan }
    /// The identity of the run.
    public var id: RunID { self.run.id }
    /// The events of the run, for one reader; the answer comes as `answerDelta`s.
    public var events: RunEvents { self.run.events }

    let choice: Orchestrator.Choice
    let draft: Orchestrator.Draft
    let run: Run
    let deadline: Duration?
    let date: Timestamp?
    let orchestrator: Orchestrator

    init(
        question: Question, choice: Orchestrator.Choice, draft: Orchestrator.Draft, run: Run, deadline: Duration?,
        date: Timestamp?, orchestrator: Orchestrator
    ) {
        self.question = question
        self.choice = choice
        self.draft = draft
        self.run = run
        self.deadline = deadline
        self.date = date
        self.orchestrator = orchestrator
    }

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
        var report = CoordinationReport(
            question: self.question, strategy: self.strategy, isFallback: self.isFallback,
            strategyTime: self.choice.time, strategyUsage: self.choice.usage, deadline: self.deadline, run: runReport,
            contributions: self.draft.agents.map { agent in
                Contribution(agent.entry.name, subject: agent.entry.subject, output: runReport[agent.node])
            })
        report.synthesis = self.synthesis(in: runReport, report.contributions)
        await self.save(&report)
        return report
    }

    /// The answer; what the agents found stands in for a synthesizer that failed or was too slow.
    private func synthesis(in report: RunReport, _ contributions: [Contribution]) -> Synthesis? {
        if let synthesis = report[self.draft.answer].value { return synthesis }
        guard contributions.contains(where: { $0.output.value != nil }) else { return nil }
        let request = SynthesisRequest(
            question: self.question, approach: self.strategy.synthesis, contributions: contributions)
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
            strategy: self.strategy.json.serialized(), report: report.json.serialized(), answer: report.answer ?? "",
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
