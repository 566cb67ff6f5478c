internal import HTTPTypes
internal import Hummingbird
internal import TuttiAgents
internal import TuttiCore

/// Measures requests for those who observe them, and lets runs begin at the request's place in a trace.
struct RequestObservation: Sendable {
    /// What stands for a response that its client did not wait for; known by proxies.
    private static let hungUp = 499

    private let observers: [any RequestObserver]
    private let traces: (@Sendable (TraceContext?) -> TraceContext)?
    private let time: any TimeSource
    private let now: @Sendable () -> Timestamp

    /// Nil when nobody observes.
    init?(_ configuration: EnsembleServer.Configuration, time: any TimeSource, now: @escaping @Sendable () -> Timestamp)
    {
        guard !configuration.requestObservers.isEmpty || configuration.traces != nil else { return nil }
        self.observers = configuration.requestObservers
        self.traces = configuration.traces
        self.time = time
        self.now = now
    }

    /// A request that is being answered.
    private struct Start: Sendable {
        var head: RequestHead
        var began: Timestamp
        var instant: Nanoseconds
        var trace: TraceContext?
        var parentSpan: UInt64 = 0
    }

    /// Answers a request and tells of it, once its response is handed on or, of a stream, once it has ended.
    func observe(
        _ request: Request, _ head: RequestHead, _ connection: Connection, _ answer: () async throws -> Response
    ) async throws -> Response {
        let start = self.start(request, head)
        connection.note.clear()
        var response: Response
        do {
            response =
                if let trace = start.trace {
                    try await TraceContext.$current.withValue(trace, operation: answer)
                } else {
                    try await answer()
                }
        } catch {
            self.tell(start, connection, status: Self.hungUp, bytes: 0, isCut: true)
            throw error
        }
        let status = Int(response.status.code)
        if let bytes = response.body.contentLength {
            self.tell(start, connection, status: status, bytes: bytes, isCut: false)
            return response
        }
        let body = response.body
        response.body = ResponseBody { writer in
            let counted = CountingBodyWriter(writer)
            do {
                try await body.write(counted)
                self.tell(start, connection, status: status, bytes: counted.bytes, isCut: false)
            } catch {
                self.tell(start, connection, status: status, bytes: counted.bytes, isCut: true)
                throw error
            }
        }
        return response
    }

    private func start(_ request: Request, _ head: RequestHead) -> Start {
        var start = Start(head: head, began: self.now(), instant: self.time.nanoseconds)
        guard let traces else { return start }
        let parent = TraceContext(
            traceparent: request.headers[.traceparent], tracestate: request.headers[.tracestate])
        start.parentSpan = parent?.span ?? 0
        start.trace = traces(parent)
        return start
    }

    private func tell(
        _ start: Start, _ connection: Connection, status: Int, bytes: Int, isCut: Bool
    ) {
        let request = AnsweredRequest(
            start.head, connection.note, status: status,
            duration: (self.time.nanoseconds - start.instant).duration, bytes: bytes, isCut: isCut, began: start.began,
            trace: start.trace, parentSpan: start.parentSpan, channel: connection.channel)
        for observer in self.observers { observer.answered(request) }
    }
}
