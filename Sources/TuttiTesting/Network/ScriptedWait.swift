internal import TuttiCore
internal import TuttiModels

/// How long one request may still wait, by its own limits.
struct ScriptedWait: Sendable {
    private let time: any TimeSource
    private let end: Duration?
    private let idleTimeout: Duration?

    init(_ request: HTTPTransportRequest, on time: any TimeSource) {
        self.time = time
        self.end = request.timeout.map { time.now + $0 }
        self.idleTimeout = request.idleTimeout
    }

    /// Throws when the time of the whole request is over.
    func checkTime() throws(HTTPTransportError) {
        if let end, end <= self.time.now { throw HTTPTransportError(.timeout, "the time of the request was over.") }
    }

    /// Waits so long, or for ever, and no longer than the request allows.
    func wait(for duration: Duration?) async throws {
        try self.checkTime()
        let left = self.end.map { $0 - self.time.now }
        let limit = [left, self.idleTimeout].compactMap(\.self).min()
        if let duration, limit.map({ duration < $0 }) ?? true {
            if duration > .zero { try await self.time.sleep(for: duration) }
            return
        }
        guard let limit else { try await Self.waitForCancellation() }
        try await self.time.sleep(for: limit)
        try self.checkTime()
        throw HTTPTransportError(.idle, "nothing came for \(limit.shortText).")
    }

    /// Returns when the task is cancelled, without a timer.
    static func waitForCancellation() async throws -> Never {
        let (never, continuation) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingOldest(1))
        for await _ in never {}
        continuation.finish()
        throw CancellationError()
    }
}
