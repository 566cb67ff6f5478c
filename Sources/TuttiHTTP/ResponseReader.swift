/// What a body holds: when the last copy of the body is gone, so is the connection.
final class ResponseReader: Sendable {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) { self.exchange = exchange }

    deinit { self.exchange.drop() }

    func next() async throws -> [UInt8]? { try await self.exchange.next() }

    func release() { self.exchange.release() }
}
