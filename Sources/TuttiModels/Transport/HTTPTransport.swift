/// The only door to a network: everything of a provider is above it, everything of sockets below.
public protocol HTTPTransport: Sendable {
    /// Sends a request and returns when the head of the response is there; its body is then pulled.
    ///
    /// Follows no redirects, retries nothing, decompresses nothing. Cancelling the task closes the connection.
    ///
    /// - Throws: ``HTTPTransportError``, or `CancellationError`.
    func send(_ request: HTTPTransportRequest) async throws -> HTTPTransportResponse
}
