package import TuttiCore
package import TuttiModels

/// Sends spans to a collector in the background: ``ExportMachine`` behind a lock, and a task that carries out its orders.
///
/// Whoever adds spans never waits; when too many wait, new ones are dropped and counted.
package final class TraceExporter: Sendable {
    /// The most time of a request.
    private static let requestTimeout = Duration.seconds(10)

    private let target: OTLPTarget
    private let encoder: TraceEncoder
    private let transport: any HTTPTransport
    private let time: any TimeSource
    private let machine: Lock<ExportMachine>
    private let signals: AsyncStream<Void>
    private let newSignal: AsyncStream<Void>.Continuation

    package init(
        _ target: OTLPTarget, _ encoder: TraceEncoder, over transport: any HTTPTransport, time: any TimeSource,
        _ configuration: ExportMachine.Configuration = .init()
    ) {
        self.target = target
        self.encoder = encoder
        self.transport = transport
        self.time = time
        self.machine = Lock(ExportMachine(configuration))
        (self.signals, self.newSignal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package var counts: Counts { self.machine.withLock { $0.counts } }

    // MARK: Facts

    /// Whether spans of another run can be taken; a run that has to be left out is counted.
    package func hasRoom() -> Bool {
        self.machine.withLock { machine in
            if !machine.hasRoom { machine.leftOut() }
            return machine.hasRoom
        }
    }

    package func add(_ spans: [Span]) {
        let now = self.time.nanoseconds
        if self.machine.withLock({ $0.added(spans, at: now) }) { self.newSignal.yield() }
    }

    /// Lets ``run()`` return when everything is sent, at the latest after `limit`.
    package func finish(within limit: Duration) {
        let end = self.time.nanoseconds.advanced(byAtMost: limit.nanoseconds)
        self.machine.withLock { $0.finishing(by: end) }
        self.newSignal.yield()
    }

    // MARK: Work

    /// Sends until ``finish(within:)``; when the task is cancelled, what is left is dropped.
    package func run() async {
        var signals = self.signals.makeAsyncIterator()
        while true {
            let now = self.time.nanoseconds
            switch self.machine.withLock({ Task.isCancelled ? $0.giveUp() : $0.next(at: now) }) {
            case .send(let spans):
                let response = await self.send(spans)
                let now = self.time.nanoseconds
                guard !Task.isCancelled else { continue }
                self.machine.withLock { $0.responded(response, at: now) }
            case .wait(let instant):
                let timer =
                    instant == .never ? nil : self.time.schedule(atNanoseconds: instant) { self.newSignal.yield() }
                _ = await signals.next()
                timer?.cancel()
            case .done: return
            }
        }
    }

    private func send(_ spans: [Span]) async -> ExportMachine.Response {
        var headers = self.target.headers
        headers["content-type"] = "application/x-protobuf"
        let request = HTTPTransportRequest(
            method: "POST", url: self.target.url, headers: headers, body: self.encoder.encode(spans),
            timeout: Self.requestTimeout, idleTimeout: Self.requestTimeout)
        let response: HTTPTransportResponse
        do { response = try await self.transport.send(request) } catch {
            // Not reached: it may be back in a moment.
            return .later(nil)
        }
        // Read, so that the connection can serve again; what it says changes nothing.
        _ = await response.body.prefix(64 << 10)
        switch response.status {
        case 200..<300: return .taken
        case 429, 502, 503, 504:
            guard case .after(let time) = TuttiModels.RetryAdvice(response.headers, now: response.receivedAt) else {
                return .later(nil)
            }
            return .later(time)
        default: return .refused
        }
    }
}
