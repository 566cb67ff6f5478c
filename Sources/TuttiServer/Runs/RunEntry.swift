package import TuttiAgents
package import TuttiCore

/// A run that the server knows.
package struct RunEntry: Sendable {
    package var id: RunID
    /// The name of the ensemble.
    package var model: String
    package var question: String
    /// When it began, on the wall clock.
    package var created: Timestamp
    /// The agents that may be asked.
    package var plan: ExecutionPlan
    /// What came of it; nil while it is running, as far as this entry knows.
    package var outcome: EnsembleReport?

    package init(id: RunID, model: String, question: String, created: Timestamp, plan: ExecutionPlan) {
        self.id = id
        self.model = model
        self.question = question
        self.created = created
        self.plan = plan
    }
}
