import NIOCore
import NIOPosix
import TuttiCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A server on this machine that answers every request with the same script, byte for byte, and tells when a client
/// has hung up.
final class LoopbackServer: Sendable {
    enum Step: Sendable {
        case send(String)
        /// Sends the text for ever, with so much time between.
        case drip(String, every: Duration)
        case close
        /// Closes without the usual farewell, so that the client sees a reset.
        case reset
    }

    let port: Int
    /// The requests as they came.
    let requests: AsyncStream<String>
    /// One element for each connection that the client has closed.
    let hangUps: AsyncStream<Void>
    private let channel: any Channel
    private let received = Lock(0)

    /// The number of requests that came.
    var requestCount: Int { self.received.withLock { $0 } }

    convenience init(_ script: Step...) async throws { try await self.init(script) }

    init(_ script: [Step]) async throws {
        let (requests, requestsOut) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(16))
        let (hangUps, hangUpsOut) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(16))
        let received = self.received
        self.channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ScriptHandler(
                        script, requests: requestsOut, hangUps: hangUpsOut, received: received)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.port = self.channel.localAddress?.port ?? 0
        self.requests = requests
        self.hangUps = hangUps
    }

    var url: String { "http://127.0.0.1:\(self.port)" }

    func stop() async throws { try await self.channel.close() }

    private final class ScriptHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let script: [Step]
        private let requests: AsyncStream<String>.Continuation
        private let hangUps: AsyncStream<Void>.Continuation
        private let counted: Lock<Int>
        private var received = ""
        private var hasAnswered = false

        init(
            _ script: [Step], requests: AsyncStream<String>.Continuation, hangUps: AsyncStream<Void>.Continuation,
            received: Lock<Int>
        ) {
            self.counted = received
            self.script = script
            self.requests = requests
            self.hangUps = hangUps
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.received += String(buffer: self.unwrapInboundIn(data))
            // A client that speaks TLS sends no empty line; its first bytes are answered too.
            let isRequest = self.received.hasPrefix("GET") || self.received.hasPrefix("POST")
            guard !self.hasAnswered, !isRequest || self.received.contains("\r\n\r\n") else { return }
            self.hasAnswered = true
            self.counted.withLock { $0 += 1 }
            self.requests.yield(self.received)
            for step in self.script { Self.run(step, on: context.channel) }
        }

        func channelInactive(context: ChannelHandlerContext) { self.hangUps.yield() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private static func run(_ step: Step, on channel: any Channel) {
            switch step {
            case .send(let text): channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
            case .drip(let text, let interval):
                let delay = TimeAmount(interval)
                channel.eventLoop.scheduleRepeatedTask(initialDelay: delay, delay: delay) { task in
                    guard channel.isActive else { return task.cancel() }
                    channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
                }
            case .close: channel.close(promise: nil)
            case .reset:
                let atOnce = linger(l_onoff: 1, l_linger: 0)
                (channel as? any SocketOptionProvider)?.setSoLinger(atOnce).whenComplete { _ in
                    channel.close(promise: nil)
                }
            }
        }
    }
}
