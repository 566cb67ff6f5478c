import NIOCore
import NIOPosix
import TuttiCore

/// A connection on which bytes are sent as they are.
final class RawClient: Sendable {
    private let channel: any Channel
    private let pieces: AsyncStream<String>
    private let received = Lock("")

    init(port: Int) async throws {
        let (pieces, newPieces) = AsyncStream.makeStream(of: String.self)
        self.pieces = pieces
        self.channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(newPieces))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ text: String) async throws { try await self.channel.writeAndFlush(ByteBuffer(string: text)) }

    func send(bytes: [UInt8]) async throws { try await self.channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Everything so far, as soon as it has a text in it, or the server has hung up.
    func read(until text: String? = nil) async -> String {
        if let text, self.all.contains(text) { return self.all }
        for await piece in self.pieces {
            self.received.withLock { $0 += piece }
            if let text, self.all.contains(text) { break }
        }
        return self.all
    }

    func close() async throws { try await self.channel.close() }

    private var all: String { self.received.withLock { $0 } }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let pieces: AsyncStream<String>.Continuation

        init(_ pieces: AsyncStream<String>.Continuation) { self.pieces = pieces }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.pieces.yield(String(buffer: self.unwrapInboundIn(data)))
        }

        func channelInactive(context: ChannelHandlerContext) { self.pieces.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
