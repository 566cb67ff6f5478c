internal import TuttiCore
public import TuttiModels

/// A transport that lets nothing through: whoever sends a request gets an error that says where, and what to do.
///
/// Give it to whatever wants an `HTTPTransport`, and let the test end with ``verify()``, which also finds requests whose
/// error somebody swallowed:
///
/// ```swift
/// let network = NetworkGuard()
/// let model = OpenAIModel(model: "m", baseURL: url, key: nil, transport: network)
/// // …
/// try network.verify()
/// ```
///
/// **What it cannot see.** It guards the door that it is given to, and models have no other: Tutti itself opens
/// connections through an `HTTPTransport` only. Code of yours that opens sockets, uses `URLSession` or a client of its
/// own, and programs that are started, such as MCP servers on stdio, pass by it; nothing portable inside a process can
/// stop those. Run such tests where there is no network: `unshare --net` on Linux, a container without one, a sandbox
/// profile on macOS.
public final class NetworkGuard: HTTPTransport {
    /// The requests that are remembered; further ones are only counted.
    private static let capacity = 1_000

    private struct State {
        var attempts: [String] = []
        var count = 0
    }

    private let place: String
    private let state = Lock(State())

    /// Creates a guard; its messages name the place where it was created.
    public init(fileID: String = #fileID, line: Int = #line) { self.place = "\(fileID):\(line)" }

    /// The requests that were to be sent, as verb and address without the query, which may hold a key.
    public var attempts: [String] { self.state.withLock { $0.attempts } }

    /// Refuses the request for good, so that nobody tries it again.
    public func send(_ request: HTTPTransportRequest) async throws -> HTTPTransportResponse {
        let attempt = "\(request.method) \(request.url.prefix { $0 != "?" && $0 != "#" })"
        self.state.withLock { state in
            state.count += 1
            if state.attempts.count < Self.capacity { state.attempts.append(attempt) }
        }
        throw HTTPTransportError(.invalidRequest, self.message(attempt))
    }

    /// Checks that nothing was to be sent.
    ///
    /// - Throws: ``NetworkUse`` otherwise.
    public func verify() throws(NetworkUse) {
        let (attempts, count) = self.state.withLock { ($0.attempts, $0.count) }
        guard let first = attempts.first else { return }
        throw NetworkUse(
            attempts: attempts, description: self.message(first) + (count > 1 ? " \(count) requests." : ""))
    }

    private func message(_ attempt: String) -> String {
        """
        \(attempt) was stopped by the NetworkGuard of \(self.place): no test may depend on a network. Give the agent a \
        ScriptedModel, or the model a ScriptedTransport.
        """
    }
}

/// Something wanted to use the network.
public struct NetworkUse: Error, Hashable, Sendable, CustomStringConvertible {
    /// The requests that were to be sent.
    public let attempts: [String]
    /// The first of them, whose guard it was, and what to do.
    public let description: String
}
