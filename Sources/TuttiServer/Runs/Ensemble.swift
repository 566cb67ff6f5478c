package import TuttiAgents
package import TuttiCore

/// Agents that answer together under one name: what clients take for a model.
package struct Ensemble: Sendable {
    /// The name that clients ask for.
    package var name: String
    /// The time of an answer when the client says none; nil sets none.
    package var deadline: Duration?
    /// Starts the run of a question and returns at once.
    package var begin: @Sendable (Question, Duration?) throws -> EnsembleRun
    /// Called with each report, after those who wait for the run have it; whoever begins a run that is over at once is
    /// answered behind it.
    package var ended: @Sendable (EnsembleReport) async -> Void

    package init(
        name: String, deadline: Duration?, ended: @escaping @Sendable (EnsembleReport) async -> Void = { _ in },
        begin: @escaping @Sendable (Question, Duration?) throws -> EnsembleRun
    ) {
        self.name = name
        self.deadline = deadline
        self.begin = begin
        self.ended = ended
    }

    /// The ensemble of an orchestrator.
    package init(
        name: String, deadline: Duration?, _ orchestrator: Orchestrator,
        ended: @escaping @Sendable (EnsembleReport) async -> Void = { _ in }
    ) {
        self.init(name: name, deadline: deadline, ended: ended) { question, deadline in
            EnsembleRun(try orchestrator.begin(question, within: deadline))
        }
    }

    /// The ensemble of a workflow, whose input is the question with what was said before it.
    ///
    /// - Parameter plan: Asked for each run.
    package init(
        name: String, deadline: Duration?, _ executor: ParallelExecutor,
        ended: @escaping @Sendable (EnsembleReport) async -> Void = { _ in },
        plan: @escaping @Sendable () -> ExecutionPlan
    ) {
        self.init(name: name, deadline: deadline, ended: ended) { question, deadline in
            let plan = plan()
            return EnsembleRun(executor.start(plan, AgentRequest(question.transcript), within: deadline), of: plan)
        }
    }
}

extension Question {
    /// The question as the end of the conversation before it.
    fileprivate var transcript: String {
        self.background.isEmpty ? self.text : "\(self.background)\nuser: \(self.text)"
    }
}
