package import TuttiAgents
internal import TuttiCore

/// Agents that answer together under one name: what clients take for a model.
package struct Ensemble: Sendable {
    /// The name that clients ask for.
    package var name: String
    /// The time of an answer when the client says none; nil sets none.
    package var deadline: Duration?
    /// Starts the run of a question and returns at once.
    package var begin: @Sendable (Question, Duration?) throws -> Coordination
    /// Called with each report, after everybody who waits has it.
    package var ended: @Sendable (CoordinationReport) async -> Void

    package init(
        name: String, deadline: Duration?, ended: @escaping @Sendable (CoordinationReport) async -> Void = { _ in },
        begin: @escaping @Sendable (Question, Duration?) throws -> Coordination
    ) {
        self.name = name
        self.deadline = deadline
        self.begin = begin
        self.ended = ended
    }

    /// The ensemble of an orchestrator.
    package init(
        name: String, deadline: Duration?, _ orchestrator: Orchestrator,
        ended: @escaping @Sendable (CoordinationReport) async -> Void = { _ in }
    ) {
        self.init(name: name, deadline: deadline, ended: ended) { question, deadline in
            try orchestrator.begin(question, within: deadline)
        }
    }
}
