package import TuttiAgents
package import TuttiCore

/// A run that the server knows.
package struct RunEntry<Outcome: Sendable>: Sendable {
    package var id: RunID
    /// The name of the ensemble.
    package var model: String
    package var question: String
    /// When it began, on the wall clock.
    package var created: Timestamp
    /// What came of it; nil while it is running.
    package var outcome: Outcome?

    package init(id: RunID, model: String, question: String, created: Timestamp) {
        self.id = id
        self.model = model
        self.question = question
        self.created = created
    }
}
