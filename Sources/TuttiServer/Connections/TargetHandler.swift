internal import NIOCore
internal import NIOHTTP1

/// Makes the host in a request's target (`GET http://host/path`) count as one more `Host`, unless both are the same.
///
/// Otherwise it would be lost when the target becomes a path, and a request could name one host to whoever passes it on and
/// another one here. A request with two hosts is refused by ``RequestGuard``.
final class TargetHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = self.unwrapInboundIn(data), head.uri.utf8.first != UInt8(ascii: "/"),
            let host = RequestHead.host(inTarget: head.uri), head.headers["host"].first != host
        else { return context.fireChannelRead(data) }
        head.headers.add(name: "Host", value: host)
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }
}
