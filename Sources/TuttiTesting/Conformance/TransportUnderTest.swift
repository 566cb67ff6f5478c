public import TuttiModels

/// A transport together with servers for it: what ``ConformanceSuite/httpTransport`` is run on.
public struct TransportUnderTest: Sendable {
    /// What a server does with every request.
    public enum Exchange: Hashable, Sendable {
        /// It answers with this status, the header field `x-test: yes`, `location: http://127.0.0.1:1/` when the status
        /// is 302, and this body.
        case answers(status: Int, body: String)
        /// It announces a longer body than this, sends this, and hangs up.
        case isCut(body: String)
        /// It sends the head and this body, and then nothing, without hanging up.
        case stalls(body: String)
        /// It takes the request, and says nothing.
        case isSilent
        /// There is no server at the address.
        case isNotThere
    }

    /// The transport.
    public var transport: any HTTPTransport
    /// Starts a server that does this, and returns its address.
    public var start: @Sendable (Exchange) async throws -> String
    /// The number of requests that the servers have got so far.
    public var requestCount: @Sendable () async -> Int

    /// Creates a subject.
    ///
    /// - Parameters:
    ///   - transport: The transport.
    ///   - requestCount: The number of requests that the servers have got so far.
    ///   - start: Starts a server that does this, and returns its address; the test ends the servers.
    public init(
        _ transport: any HTTPTransport, requestCount: @escaping @Sendable () async -> Int,
        start: @escaping @Sendable (Exchange) async throws -> String
    ) {
        self.transport = transport
        self.requestCount = requestCount
        self.start = start
    }
}
