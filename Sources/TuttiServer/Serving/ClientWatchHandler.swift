internal import NIOCore

/// Tells the watch of the server what becomes of the client of one connection, without reading what it sends.
final class ClientWatchHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let watch: ClientWatch

    init(_ watch: ClientWatch) { self.watch = watch }

    func handlerAdded(context: ChannelHandlerContext) { self.watch.opened(context.channel) }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.watch.gone(context.channel)
        self.watch.closed(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.watch.gone(context.channel)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { self.watch.gone(context.channel) }
        context.fireUserInboundEventTriggered(event)
    }
}
