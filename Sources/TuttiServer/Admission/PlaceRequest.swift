package import TuttiCore

/// The wish to begin a run.
package struct PlaceRequest: Hashable, Sendable {
    package var client: ClientID
    /// The name of the ensemble.
    package var model: String
    /// The instant by which the answer is wanted.
    package var deadline: Nanoseconds

    package init(client: ClientID, model: String, deadline: Nanoseconds = .never) {
        self.client = client
        self.model = model
        self.deadline = deadline
    }
}
