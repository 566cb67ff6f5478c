internal import TuttiCore

extension WorldChecker {
    /// Invariants 15 and 16: the report says what the events said, and the agents.
    func check(_ report: RunReport) {
        self.now = self.finish
        self.require(report.run == self.evidence.run, "the report is of another run")
        self.require(report.status == self.status, "the report says \(report.status)")
        self.require(report.wallTime.asInstant == self.finish, "the report says \(report.wallTime)")
        self.require(report.deadline?.asInstant == self.facts.deadline, "the report has \(report.deadline as Any)")
        self.require(report.eventCount == self.events.count, "the report counts \(report.eventCount) events")
        self.require(
            report.maximumConcurrency == self.mostOpen,
            "the report says \(report.maximumConcurrency) at once, \(self.mostOpen) were")
        let warnings = report.warnings.count
        self.require(warnings == min(self.warnings, 256), "the report has \(warnings) warnings")
        self.require(report.agents.count == self.observed.count, "the report has \(report.agents.count) agents")
        for (index, agent) in report.agents.enumerated() where index < self.observed.count {
            self.check(agent, self.observed[index])
        }
    }

    private func check(_ agent: AgentReport, _ observed: Observed) {
        let isRight =
            agent.state == observed.state && agent.start?.asInstant == observed.start
            && agent.end.asInstant == observed.end && agent.attempts == observed.attempts.count
            && agent.abandoned == observed.attempts.count { $0.abandoned != nil }
            && agent.output == observed.output && agent.isFallback == observed.isFallback
            && agent.skipReason == observed.skipReason && agent.missingInputs == observed.missing
            && agent.usage.inputTokens == observed.attempts.reduce(0) { $0 + $1.usages }
        self.require(isRight, "the report says \(agent), the events \(observed)")
    }
}
