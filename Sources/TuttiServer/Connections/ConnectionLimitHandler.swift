internal import NIOCore
internal import NIOHTTP1
internal import TuttiCore

/// Hangs up on the client of one connection when it takes too long.
final class ConnectionLimitHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What the system may hold of a response that nobody reads: by itself it takes megabytes.
    private static let sendBuffer: SocketOptionValue = 128 << 10

    private let open: OpenConnections
    private let patience: Duration
    private var times: ConnectionTimes
    private var timer: Scheduled<Void>?

    init(_ limits: ConnectionLimits, _ open: OpenConnections) {
        self.open = open
        self.patience = limits.patience
        self.times = ConnectionTimes(limits.patience, at: Self.now)
    }

    private static var now: Nanoseconds { Nanoseconds(NIODeadline.now().uptimeNanoseconds) }

    // MARK: Connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.open.opened(context.channel)
        context.channel.setOption(.socketOption(.so_sndbuf), value: Self.sendBuffer).whenFailure { _ in }
        self.times = ConnectionTimes(self.patience, at: Self.now)
        self.ask(at: Self.now.advanced(byAtMost: self.patience.nanoseconds), context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.timer?.cancel()
        self.timer = nil
        self.open.closed(context.channel)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = self.unwrapInboundIn(data) {
            self.times.requestEnded(at: Self.now)
            self.open.requested(context.channel)
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.times.received(at: Self.now)
        context.fireChannelReadComplete()
    }

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = self.unwrapOutboundIn(data) {
            self.times.responseEnded(at: Self.now)
            self.open.answered(context.channel)
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            self.times.resumed(at: Self.now)
        } else {
            self.times.stalled(unsent: Self.unsent(context), at: Self.now)
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Time

    /// One timer that looks now and then costs nothing for each request.
    private func ask(at instant: Nanoseconds, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        self.timer = context.eventLoop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(max(instant, 0)))) {
            bound.value.handler.judge(bound.value.context)
        }
    }

    private func judge(_ context: ChannelHandlerContext) {
        switch self.times.verdict(unsent: Self.unsent(context), at: Self.now) {
        case .stays(let instant): self.ask(at: instant, context)
        case .close: context.close(promise: nil)
        case .abort: Self.abort(context)
        }
    }

    private static func unsent(_ context: ChannelHandlerContext) -> Int {
        // A channel that cannot tell has nothing left.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// Without lingering the system would keep for minutes what nobody reads.
    private static func abort(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        // `struct linger`: on, for no time.
        socket.unsafeSetSocketOption(level: .socket, name: .so_linger, value: SIMD2<CInt>(1, 0)).whenComplete { _ in
            bound.value.close(promise: nil)
        }
    }
}
