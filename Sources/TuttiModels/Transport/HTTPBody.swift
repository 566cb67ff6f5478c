/// The bytes of a response, pulled chunk by chunk by one reader; what is not pulled stays in the network.
///
/// Cancelling the task that pulls, or dropping the body, closes the connection.
public struct HTTPBody: AsyncSequence, AsyncIteratorProtocol, Sendable {
    private let pull: @Sendable () async throws -> [UInt8]?
    private let done: @Sendable () -> Void

    /// Creates a body.
    ///
    /// - Parameters:
    ///   - done: The reader needs no more although the end has not come: what is left may be read and thrown away for
    ///     a moment, so that the connection can serve another request.
    ///   - pull: Gives the next bytes, never empty; nil at the regular end; throws when the connection broke before.
    public init(done: @escaping @Sendable () -> Void = {}, pull: @escaping @Sendable () async throws -> [UInt8]?) {
        self.pull = pull
        self.done = done
    }

    /// Creates a body of chunks that are already known, ended by an error if one is given.
    public init(_ chunks: [[UInt8]], error: HTTPTransportError? = nil) {
        let remaining = KnownChunks(chunks, error: error)
        self.init { try await remaining.next() }
    }

    /// The next bytes, nil at the regular end.
    public mutating func next() async throws -> [UInt8]? { try await self.pull() }

    /// The next bytes, nil at the regular end.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? { try await self.pull() }

    /// The body itself: it has one reader.
    public func makeAsyncIterator() -> HTTPBody { self }

    /// Tells the transport that the reader has what it needs.
    package func finish() { self.done() }

    /// At most `limit` bytes; what broke the connection before is left out, for the reader judges the status already.
    package func prefix(_ limit: Int) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while bytes.count < limit, let chunk = try await self.pull() { bytes += chunk }
        } catch {
            // An error page cut short still says more than the fact that it was cut.
        }
        return Array(bytes.prefix(limit))
    }
}

/// Chunks to be given out one by one.
private actor KnownChunks {
    private var remaining: ArraySlice<[UInt8]>
    private let error: HTTPTransportError?

    init(_ chunks: [[UInt8]], error: HTTPTransportError?) {
        self.remaining = chunks[...]
        self.error = error
    }

    func next() throws -> [UInt8]? {
        if let chunk = self.remaining.popFirst() { return chunk }
        if let error = self.error { throw error }
        return nil
    }
}
