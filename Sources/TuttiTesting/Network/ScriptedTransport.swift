public import TuttiCore
public import TuttiModels

/// A network that answers as it is told: late, with an error, in pieces, not to the end, or not at all.
///
/// It keeps the promises of an `HTTPTransport`, with the time limits of requests, on the clock that it is given; in a
/// simulation a provider's busy minute takes no time. Nothing of it touches a network.
public final class ScriptedTransport: HTTPTransport {
    /// The requests that are remembered; further ones are only counted.
    private static let capacity = 10_000

    private struct State {
        var requests: [HTTPTransportRequest] = []
        var count = 0
        var generator: SeededRandomNumberGenerator
    }

    private let time: any TimeSource
    private let reply: @Sendable (HTTPTransportRequest, _ number: Int) async throws -> Reply
    private let state: Lock<State>

    /// Creates a transport that decides for each request what comes back.
    ///
    /// - Parameters:
    ///   - time: The clock that it waits on.
    ///   - seed: What its latencies are drawn from.
    ///   - reply: What comes back; what it throws is thrown to who sends.
    public init(
        time: any TimeSource, seed: UInt64 = 0,
        _ reply: @escaping @Sendable (HTTPTransportRequest, _ number: Int) async throws -> Reply
    ) {
        self.time = time
        self.reply = reply
        self.state = Lock(State(generator: SeededRandomNumberGenerator(seed: seed)))
    }

    /// Creates a transport that gives one reply after the other, and the last one again and again.
    public convenience init(_ replies: Reply..., time: any TimeSource, seed: UInt64 = 0) {
        self.init(time: time, seed: seed) { _, number in
            guard let last = replies.last else {
                throw HTTPTransportError(.refused, "the script of this transport has no reply")
            }
            return number < replies.count ? replies[number] : last
        }
    }

    /// What was sent; the first 10,000 requests are remembered.
    public var requests: [HTTPTransportRequest] { self.state.withLock { $0.requests } }

    /// Sends a request and returns when the head of its reply is there.
    ///
    /// - Throws: `HTTPTransportError`, or `CancellationError` when the task is cancelled.
    public func send(_ request: HTTPTransportRequest) async throws -> HTTPTransportResponse {
        try Task.checkCancellation()
        try Self.check(request)
        let number = self.state.withLock { state in
            if state.requests.count < Self.capacity { state.requests.append(request) }
            defer { state.count += 1 }
            return state.count
        }
        let wait = ScriptedWait(request, on: self.time)
        try wait.checkTime()
        let reply = try await self.reply(request, number)
        try await wait.wait(for: reply.isSilent ? nil : self.draw(reply.latency, number))
        if let failure = reply.failure, reply.status == nil { throw failure }
        let rest = Lock(reply.chunks[...])
        let body = HTTPBody {
            let (chunk, duration) = rest.withLock { chunks in
                chunks.popFirst().map { ($0, self.draw(reply.interval, number)) } ?? ([], .zero)
            }
            if !chunk.isEmpty {
                try await wait.wait(for: duration)
                return chunk
            }
            if reply.stalls { try await wait.wait(for: nil) }
            try Task.checkCancellation()
            if let failure = reply.failure { throw failure }
            return nil
        }
        return HTTPTransportResponse(status: reply.status ?? 200, headers: reply.headers, body: body)
    }

    private func draw(_ latency: Latency, _ number: Int) -> Duration {
        self.state.withLock { state in latency.draw(number: number, using: &state.generator) }
    }

    private static func check(_ request: HTTPTransportRequest) throws(HTTPTransportError) {
        let scheme = ["http://", "https://"].first { request.url.lowercased().hasPrefix($0) }
        let host = request.url.dropFirst(scheme?.count ?? 0).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard scheme != nil, !host.isEmpty, host.hasPrefix("[") == host.contains("]") else {
            throw HTTPTransportError(.invalidRequest, "\"\(request.url.prefix(100))\" is not an address.")
        }
        for field in request.headers.fields where "\(field.name)\(field.value)".utf8.contains(where: { $0 < 0x20 }) {
            throw HTTPTransportError(.invalidRequest, "a header field has a control character.")
        }
    }
}
