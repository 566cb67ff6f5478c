internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// A connection of HTTP/1.1 that ends when its client takes too long, and whose requests have one host.
struct LimitedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let base: HTTP1Channel
    let limits: ConnectionLimits
    let open: OpenConnections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        self.base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            // Where requests are still as they came.
            try pipeline.addHandlers(
                [ConnectionLimitHandler(self.limits, self.open), HeadHandler()], position: .after(decoder))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await self.base.handle(value: value, logger: logger) }
}

extension HTTPServerBuilder {
    /// Serves HTTP/1.1 on connections that end when their clients take too long.
    static func limited(
        _ configuration: HTTP1Channel.Configuration, _ limits: ConnectionLimits, _ open: OpenConnections
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            LimitedChannel(
                base: HTTP1Channel(responder: responder, configuration: configuration), limits: limits, open: open)
        }
    }
}
