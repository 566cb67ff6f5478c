internal import NIOCore
internal import NIOHTTP1

/// Looks at what of a request's head is lost on the way to ``RequestGuard``.
///
/// The host in a target (`GET http://host/path`) counts as one more `Host`, unless both are the same: a request could name
/// one host to whoever passes it on and another one here. A body in any other code than chunks of HTTP/1.1 is no request:
/// nobody would agree where it ends, so nothing behind it is read.
final class HeadHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isRefused else { return }
        guard case .head(var head) = self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        guard Self.isFramed(head) else {
            self.isRefused = true
            return context.fireErrorCaught(HTTPParserError.unknown)
        }
        guard head.uri.utf8.first != UInt8(ascii: "/"), let host = RequestHead.host(inTarget: head.uri),
            head.headers["host"].first != host
        else { return context.fireChannelRead(data) }
        head.headers.add(name: "Host", value: host)
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    private static func isFramed(_ head: HTTPRequestHead) -> Bool {
        guard head.headers.contains(name: "transfer-encoding") else { return true }
        return head.version == .http1_1 && head.headers["transfer-encoding"].map { $0.lowercased() } == ["chunked"]
    }
}
