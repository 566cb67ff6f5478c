package import TuttiAgents
package import TuttiCore
package import TuttiJSON

/// What came of a question that an ensemble was asked.
package final class EnsembleReport: Sendable {
    /// Everything that is known of it, which depends on who answered.
    private enum Source: Sendable {
        case workflow(RunReport)
        case coordination(CoordinationReport)
    }

    private let source: Source
    /// The text of the answer; nil when there is none.
    package let answer: String?
    /// Whether the answer was not cut short, nor put together from what was left.
    package let isWhole: Bool
    package let status: RunStatus

    /// What came of a question that an orchestrator was asked.
    package init(_ report: CoordinationReport) {
        self.source = .coordination(report)
        self.answer = report.answer
        self.status = report.status
        self.isWhole = report.synthesis?.isWhole == true && report.status != .nothing
    }

    /// What came of a workflow, whose output is the answer.
    package init(_ report: RunReport) {
        self.source = .workflow(report)
        self.answer = report.output
        self.status = report.status
        self.isWhole = self.answer != nil && self.status != .nothing
    }

    /// The report of an orchestrator; nil when a workflow was run.
    package var coordination: CoordinationReport? {
        if case .coordination(let report) = self.source { report } else { nil }
    }

    /// The run.
    package var run: RunReport {
        switch self.source {
        case .workflow(let report): report
        case .coordination(let report): report.run
        }
    }

    /// The agents that were asked, in their order.
    package var asked: [AgentReport] {
        switch self.source {
        case .workflow(let report):
            // As a rule all are, and their list is there already.
            report.agents.contains { $0.state == .skipped }
                ? report.agents.filter { $0.state != .skipped } : report.agents
        case .coordination(let report): report.contributions.compactMap { report.run[$0.agent] }
        }
    }

    /// The agents that have no part in the answer, with the reason.
    package var missing: [(name: String, reason: MissingReason)] {
        switch self.source {
        case .workflow(let report):
            report.failed.map { agent in
                let reason: MissingReason =
                    switch agent.state {
                    case .timedOut: .timedOut
                    case .cancelled: .cancelled
                    case .failed, .skipped, .succeeded: .failed
                    }
                return (agent.name, reason)
            }
        case .coordination(let report): report.missing
        }
    }

    /// The tokens and the money of all attempts.
    package var usage: Usage { self.run.usage }

    /// The time from the question to the end of the run.
    package var wallTime: Duration { self.run.wallTime }

    /// The whole report.
    package var json: JSONValue {
        switch self.source {
        case .workflow(let report): report.json
        case .coordination(let report): report.json
        }
    }
}
