internal import TuttiAgents
internal import TuttiCore

extension RunPresenter {
    /// Asks a question and shows everything from choosing whom to ask to the timeline.
    func present(
        _ question: Question, by orchestrator: Orchestrator, within deadline: Duration?
    ) async throws -> CoordinationReport {
        let coordination = try orchestrator.begin(question, within: deadline)
        let report = await self.follow(coordination.events) { await coordination.report() }
        self.conclude(Conclusion(report))
        return report
    }
}

extension Conclusion {
    init(_ report: CoordinationReport) {
        self.init(report.run)
        self.output = report.answer
        self.warnings = report.warnings
        self.json = report.json
    }
}
