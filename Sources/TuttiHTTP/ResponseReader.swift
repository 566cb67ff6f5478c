/// What a body holds: when the last copy of the body is gone, so is the connection.
final class ResponseReader: Sendable {
    private let exchange: HTTPExchange
    /// A transport that nobody holds closes its connections, but not under a reader.
    private let transport: AsyncHTTPTransport

    init(_ exchange: HTTPExchange, of transport: AsyncHTTPTransport) {
        self.exchange = exchange
        self.transport = transport
    }

    deinit { self.exchange.drop() }

    func next() async throws -> [UInt8]? { try await self.exchange.next() }

    func release() { self.exchange.release() }
}
