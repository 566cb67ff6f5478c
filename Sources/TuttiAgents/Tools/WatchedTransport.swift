internal import TuttiMCP

/// A transport that tells when its conversation is over, whoever ended it, and why.
struct WatchedTransport: MCPTransport {
    /// Ends with the conversation, without an element; for one reader.
    let end: AsyncThrowingStream<Never, any Error>
    private let base: any MCPTransport
    private let ended: AsyncThrowingStream<Never, any Error>.Continuation

    init(_ base: any MCPTransport) {
        self.base = base
        (self.end, self.ended) = AsyncThrowingStream.makeStream(of: Never.self)
    }

    func send(_ line: [UInt8]) throws { try self.base.send(line) }

    func receive() async throws -> [UInt8]? {
        do {
            let line = try await self.base.receive()
            if line == nil { self.ended.finish() }
            return line
        } catch {
            self.ended.finish(throwing: error)
            throw error
        }
    }

    func close() async {
        self.ended.finish()
        await self.base.close()
    }

    var diagnostics: String { self.base.diagnostics }
}
