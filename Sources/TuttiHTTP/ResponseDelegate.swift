internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Hands what the client receives to its exchange, on the exchange's loop.
final class ResponseDelegate: HTTPClientResponseDelegate {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) { self.exchange = exchange }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        self.exchange.headReceived(head)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        self.exchange.partReceived(Array(buffer.readableBytesView))
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}
