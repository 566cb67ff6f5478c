internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
public import TuttiModels

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The real network, through AsyncHTTPClient: keeps secure connections for the next call, follows no redirect, retries
/// nothing, decompresses nothing.
///
/// Timers and cancellation run on the event loops, so they hold even while every thread that runs tasks is blocked.
public final class AsyncHTTPTransport: HTTPTransport {
    /// The limits of a transport.
    public struct Configuration: Hashable, Sendable {
        /// The longest time to make a connection, TLS included.
        public var connectTimeout: Duration = .seconds(5)
        /// The longest time of a request that names none, to its last byte.
        public var timeout: Duration = .seconds(600)
        /// The longest silence of a server when the request allows none of its own.
        public var idleTimeout: Duration = .seconds(30)
        /// How long a connection is kept for the next request.
        public var keepAlive: Duration = .seconds(30)
        /// The most connections to one host; limiters above decide how many calls there should be.
        public var maximumConnections = 256

        /// Creates the default limits.
        public init() {}
    }

    private let client: HTTPClient
    private let configuration: Configuration

    /// Creates a transport; nothing is opened before the first request.
    public init(_ configuration: Configuration = .init()) {
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        settings.timeout.connect = TimeAmount(configuration.connectTimeout)
        settings.connectionPool.idleTimeout = TimeAmount(configuration.keepAlive)
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, configuration.maximumConnections)
        // One layer retries, and it is not this one: a refused connection is an answer.
        settings.connectionPool.retryConnectionEstablishment = false
        self.client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        self.configuration = configuration
    }

    deinit {
        // The client insists on it; after ``shutdown()`` this does nothing.
        self.client.shutdown { _ in }
    }

    /// Closes every connection; requests under way fail, later ones too.
    public func shutdown() async {
        await withCheckedContinuation { continuation in
            // It fails only when it has been shut down before, which is what was wanted.
            self.client.shutdown { _ in continuation.resume() }
        }
    }

    /// Sends a request and returns when the head of the response is there.
    ///
    /// - Throws: `HTTPTransportError`, or `CancellationError` when the task is cancelled.
    public func send(_ request: HTTPTransportRequest) async throws -> HTTPTransportResponse {
        let exchange = HTTPExchange(
            on: self.client.eventLoopGroup.any(), timeout: request.timeout ?? self.configuration.timeout,
            idleTimeout: request.idleTimeout ?? self.configuration.idleTimeout)
        let head = try await Self.cancellable { try await exchange.begin(Self.encode(request), on: self.client) }
        let reader = ResponseReader(exchange, of: self)
        return HTTPTransportResponse(
            status: Int(head.status.code), headers: HTTPHeaderList(head.headers.map { ($0.name, $0.value) }),
            body: HTTPBody(done: { reader.release() }) { try await Self.cancellable { try await reader.next() } },
            receivedAt: Date().timeIntervalSince1970)
    }

    private static func encode(_ request: HTTPTransportRequest) throws -> HTTPClient.Request {
        do {
            var headers = HTTPHeaders(request.headers.fields.map { ($0.name, $0.value) })
            // Local model servers close a connection without a word after a stream, and the next request would run into
            // that. Without TLS a new connection costs next to nothing.
            if request.url.lowercased().hasPrefix("http:") { headers.replaceOrAdd(name: "connection", value: "close") }
            return try HTTPClient.Request(
                url: request.url, method: HTTPMethod(rawValue: request.method), headers: headers,
                body: request.body.map { .byteBuffer(ByteBuffer(bytes: $0)) })
        } catch {
            throw HTTPTransportError(error)
        }
    }

    /// What fails because its task was cancelled says so.
    private static func cancellable<Value>(_ operation: () async throws -> Value) async throws -> Value {
        do {
            return try await operation()
        } catch  where Task.isCancelled {
            throw CancellationError()
        }
    }
}
