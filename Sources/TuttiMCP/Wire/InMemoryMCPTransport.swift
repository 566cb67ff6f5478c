/// One end of a conversation inside this process: for tests, and for servers that need no process of their own.
public final class InMemoryMCPTransport: MCPTransport {
    private let outgoing: AsyncStream<[UInt8]>.Continuation
    private let incoming: AsyncStream<[UInt8]>
    private let incomingEnd: AsyncStream<[UInt8]>.Continuation

    private init(
        outgoing: AsyncStream<[UInt8]>.Continuation,
        incoming: (stream: AsyncStream<[UInt8]>, continuation: AsyncStream<[UInt8]>.Continuation)
    ) {
        self.outgoing = outgoing
        self.incoming = incoming.stream
        self.incomingEnd = incoming.continuation
    }

    /// Two ends that are joined; each direction holds at most `capacity` messages that were not yet received.
    public static func pair(capacity: Int = 1024) -> (InMemoryMCPTransport, InMemoryMCPTransport) {
        let left = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(capacity))
        let right = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(capacity))
        return (Self(outgoing: right.continuation, incoming: left), Self(outgoing: left.continuation, incoming: right))
    }

    /// Queues one message for the other end.
    ///
    /// - Throws: ``MCPError/Code/overloaded`` when the other end does not receive, ``MCPError/Code/closed`` after the
    ///   end.
    public func send(_ line: [UInt8]) throws {
        switch self.outgoing.yield(line) {
        case .enqueued: break
        case .dropped: throw MCPError(.overloaded, "does not read its input; try again later, or restart it")
        case .terminated: throw MCPError(.closed, "the connection is closed; connect again")
        @unknown default: throw MCPError(.closed, "the connection is closed; connect again")
        }
    }

    /// The next message; nil after either end has closed. A cancelled receiver ends the conversation.
    public func receive() async throws -> [UInt8]? {
        var iterator = self.incoming.makeAsyncIterator()
        let line = await iterator.next(isolation: #isolation)
        if line == nil { try Task.checkCancellation() }
        return line
    }

    /// Ends the conversation for both ends.
    public func close() async {
        self.outgoing.finish()
        self.incomingEnd.finish()
    }
}
