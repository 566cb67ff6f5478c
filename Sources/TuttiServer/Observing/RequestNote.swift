internal import TuttiCore

/// What the responder finds out about a request, for those who observe it.
final class RequestNote: @unchecked Sendable {  // touched by the task of its request alone
    /// Nil for a path that is none of ours, and for a request that was refused before its path was looked at.
    var route: Route?
    /// The code of the error that it was refused with.
    var refusal: String?
    /// The run that it is about.
    var run: RunID?

    /// Another request begins on the same connection.
    func clear() { (self.route, self.refusal, self.run) = (nil, nil, nil) }
}
