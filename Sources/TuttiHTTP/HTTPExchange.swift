internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import TuttiModels

/// Drives one ``ExchangeStateMachine``: everything happens on one event loop, so there is no lock, and neither a timer
/// nor a cancellation waits for the pool that runs tasks, which agents may have blocked.
final class HTTPExchange: Sendable {
    private struct Storage {
        var machine = ExchangeStateMachine()
        var head: CheckedContinuation<HTTPResponseHead, any Error>?
        var receivedHead: HTTPResponseHead?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var demand: EventLoopPromise<Void>?
        var task: HTTPClient.Task<Void>?
        var idleTimer: Scheduled<Void>?
        var totalTimer: Scheduled<Void>?
        var lingerTimer: Scheduled<Void>?
    }

    /// How long the rest of a released body may take, so that its connection can be used again.
    private static let linger = TimeAmount.milliseconds(100)

    private let loop: any EventLoop
    private let idleTimeout: Duration
    private let timeout: Duration
    private let storage: NIOLoopBoundBox<Storage>

    init(on loop: any EventLoop, timeout: Duration, idleTimeout: Duration) {
        self.loop = loop
        self.timeout = timeout
        self.idleTimeout = idleTimeout
        self.storage = NIOLoopBoundBox.makeBoxSendingValue(Storage(), eventLoop: loop)
    }

    // MARK: The reader's side

    /// Sends the request and returns its response's head.
    func begin(_ request: HTTPClient.Request, on client: HTTPClient) async throws -> HTTPResponseHead {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.onLoop { self.begin(request, on: client, continuation) }
            }
        } onCancel: {
            self.cancel()
        }
    }

    /// The next bytes, nil at the end.
    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.onLoop {
                    self.storage.value.reader = continuation
                    self.apply { $0.pulled() }
                }
            }
        } onCancel: {
            self.cancel()
        }
    }

    /// The reader needs no more.
    func release() { self.onLoop { self.apply { $0.released() } } }

    /// The reader's task was cancelled.
    func cancel() { self.stop(Self.cancelled) }

    /// The reader is gone.
    func drop() { self.onLoop { self.apply { $0.dropped(Self.cancelled) } } }

    private static let cancelled = HTTPTransportError(.other, "the request was cancelled.")

    // MARK: The network's side, on the loop

    func headReceived(_ head: HTTPResponseHead) {
        self.storage.value.receivedHead = head
        self.apply { $0.headReceived() }
    }

    func partReceived(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
        let promise = self.loop.makePromise(of: Void.self)
        self.storage.value.demand = promise
        self.apply { $0.partReceived(bytes) }
        return promise.futureResult
    }

    private func begin(
        _ request: HTTPClient.Request, on client: HTTPClient,
        _ continuation: CheckedContinuation<HTTPResponseHead, any Error>
    ) {
        self.storage.value.head = continuation
        guard self.storage.value.machine.mayBegin else { return self.apply { $0.began() } }
        self.storage.value.totalTimer = self.timer(after: TimeAmount(self.timeout)) { exchange in
            let text = "the time for the call, \(Int((exchange.timeout / .milliseconds(1)).rounded())) ms, was over."
            exchange.stop(HTTPTransportError(.timeout, text))
        }
        self.apply { $0.began() }
        let task = client.execute(
            request: request, delegate: ResponseDelegate(self), eventLoop: .delegate(on: self.loop))
        self.storage.value.task = task
        task.futureResult.hop(to: self.loop).whenComplete { result in
            switch result {
            case .success: self.apply { $0.endReceived() }
            case .failure(let error): self.apply { $0.failed(HTTPTransportError(error)) }
            }
        }
    }

    // MARK: Actions

    private func apply(_ input: (inout ExchangeStateMachine) -> [ExchangeStateMachine.Action]) {
        for action in input(&self.storage.value.machine) { self.run(action) }
    }

    private func run(_ action: ExchangeStateMachine.Action) {
        switch action {
        case .giveHead:
            guard let head = self.storage.value.receivedHead else { return }
            self.take(\.head)?.resume(returning: head)
        case .failHead(let error): self.take(\.head)?.resume(throwing: error)
        case .giveReader(.bytes(let bytes)): self.take(\.reader)?.resume(returning: bytes)
        case .giveReader(.end): self.take(\.reader)?.resume(returning: nil)
        case .giveReader(.failure(let error)): self.take(\.reader)?.resume(throwing: error)
        case .askForMore: self.take(\.demand)?.succeed(())
        case .closeConnection: self.storage.value.task?.cancel()
        case .startIdleTimer:
            self.take(\.idleTimer)?.cancel()
            self.storage.value.idleTimer = self.timer(after: TimeAmount(self.idleTimeout)) { exchange in
                exchange.stop(HTTPTransportError(.idle, "nothing came for \(exchange.idleTimeout)."))
            }
        case .stopIdleTimer: self.take(\.idleTimer)?.cancel()
        case .startLingerTimer:
            self.storage.value.lingerTimer = self.timer(after: Self.linger) { $0.cancel() }
        case .finish: self.finish()
        }
    }

    /// Lets go of everything, so that no timer and no cycle keeps the exchange.
    private func finish() {
        self.take(\.totalTimer)?.cancel()
        self.take(\.lingerTimer)?.cancel()
        self.take(\.demand)?.succeed(())
        self.storage.value.task = nil
    }

    private func take<Value>(_ path: WritableKeyPath<Storage, Value?>) -> Value? {
        defer { self.storage.value[keyPath: path] = nil }
        return self.storage.value[keyPath: path]
    }

    private func stop(_ error: HTTPTransportError) { self.onLoop { self.apply { $0.stopped(error) } } }

    private func timer(after delay: TimeAmount, _ action: @escaping @Sendable (HTTPExchange) -> Void) -> Scheduled<Void>
    {
        self.loop.scheduleTask(in: delay) { action(self) }
    }

    private func onLoop(_ action: @escaping @Sendable () -> Void) {
        if self.loop.inEventLoop { action() } else { self.loop.execute(action) }
    }
}
