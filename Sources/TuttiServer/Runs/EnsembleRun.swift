package import TuttiAgents
package import TuttiCore

/// A question that an ensemble is answering.
package final class EnsembleRun: Sendable {
    private enum Source: Sendable {
        case workflow(Run)
        case coordination(Coordination)
    }

    private let source: Source
    package let id: RunID
    /// The agents that may be asked.
    package let plan: ExecutionPlan
    /// The events of the run, for one reader.
    package let events: RunEvents

    /// A question that an orchestrator is answering.
    package init(_ coordination: Coordination) {
        self.source = .coordination(coordination)
        (self.id, self.plan, self.events) = (coordination.id, coordination.plan, coordination.events)
    }

    /// A workflow that is running.
    package init(_ run: Run, of plan: ExecutionPlan) {
        self.source = .workflow(run)
        (self.id, self.plan, self.events) = (run.id, plan, run.events)
    }

    /// Whether it has ended, so that nobody has to wait for its report or its events.
    package var hasEnded: Bool {
        switch self.source {
        case .workflow(let run): run.hasEnded
        case .coordination(let coordination): coordination.hasEnded
        }
    }

    /// Ends the run now, with what is there.
    package func cancel() {
        switch self.source {
        case .workflow(let run): run.cancel()
        case .coordination(let coordination): coordination.cancel()
        }
    }

    /// Waits for the end; when the calling task is cancelled the run ends with what is there.
    package func report() async -> EnsembleReport {
        switch self.source {
        case .workflow(let run): EnsembleReport(await run.report())
        case .coordination(let coordination): EnsembleReport(await coordination.report())
        }
    }
}
