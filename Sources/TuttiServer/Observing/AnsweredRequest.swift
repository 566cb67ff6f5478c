internal import NIOCore
package import TuttiAgents
package import TuttiCore

/// A request that was answered.
package struct AnsweredRequest: Sendable {
    /// The method, as it came.
    package var method: String
    /// The pattern of its path; ``Route/unknownName`` when it is none of ours.
    package var route: String
    package var status: Int
    /// The time from its head to the end of its response: until a whole one is handed on, and the last piece of a stream is
    /// written.
    package var duration: Duration
    /// The bytes of the response's body.
    package var bytes: Int
    /// The code of the error that it was refused with; nil when it was served.
    package var refusal: String?
    /// Whether it asked for a run.
    package var beginsRun: Bool
    /// Whether only those ask for it who watch the server itself.
    package var isProbe: Bool
    /// The run that it began, or read.
    package var run: RunID?
    /// Whether the client hung up before the end.
    package var isCut: Bool
    /// When its head had come, on the wall clock.
    package var began: Timestamp
    /// Its place in a trace; nil when nobody follows requests.
    package var trace: TraceContext?
    /// The span of the client; zero when it sent none.
    package var parentSpan: UInt64
    private let channel: (any Channel)?

    /// The address of the client, without its port; made when it is asked for, empty when it is not known.
    package var client: String { self.channel?.remoteAddress?.ipAddress ?? "" }

    init(
        _ request: RequestHead, _ note: RequestNote, status: Int, duration: Duration, bytes: Int, isCut: Bool,
        began: Timestamp, trace: TraceContext?, parentSpan: UInt64, channel: any Channel
    ) {
        let route = note.route ?? Self.route(of: request)
        self.method = request.method
        self.route = route?.name ?? Route.unknownName
        self.status = status
        self.duration = duration
        self.bytes = bytes
        self.refusal = note.refusal
        self.beginsRun = route?.beginsRun ?? false
        self.isProbe = route?.isProbe ?? false
        self.run = note.run
        self.isCut = isCut
        self.began = began
        self.trace = trace
        self.parentSpan = parentSpan
        self.channel = channel
    }

    /// The route of a request that was refused before it was looked for.
    private static func route(of request: RequestHead) -> Route? {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        do { return try Route(request.method, parts.first ?? "", query: "") } catch { return nil }
    }
}
