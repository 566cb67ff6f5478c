package import TuttiCore

/// What a server says of a request that it has answered.
package struct RequestSummary: Hashable, Sendable {
    /// The method, as it came.
    package var method: String
    /// The pattern of the path that was asked for, of a bounded number: never the path itself.
    package var route: String
    package var status: Int
    /// The time from its head to the end of its response.
    package var duration: Duration
    /// The bytes of the response's body.
    package var bytes: Int
    /// The code of the error that it was answered with; nil for one that was served.
    package var refusal: String?
    /// Whether it asked for a run.
    package var isForRun: Bool
    /// The run that it began.
    package var run: RunID?
    /// The address of the client, without its port.
    package var client: String

    package init(
        method: String, route: String, status: Int, duration: Duration, bytes: Int, refusal: String? = nil,
        isForRun: Bool = false, run: RunID? = nil, client: String = ""
    ) {
        self.method = method
        self.route = route
        self.status = status
        self.duration = duration
        self.bytes = bytes
        self.refusal = refusal
        self.isForRun = isForRun
        self.run = run
        self.client = client
    }
}
