internal import TuttiCore
public import TuttiMCP

/// The way to the client of an MCP server that is this process: its standard input and output.
///
/// Nothing else may write to the standard output while it is in use.
public final class StandardStreamsTransport: MCPTransport {
    private static let maximumUnwritten = 32 << 20

    private let pipes: PipeLoop
    private let framer: Lock<LineFramer>
    private let flushTime: Duration

    /// Takes over the standard input and output.
    ///
    /// - Parameters:
    ///   - maximumLineLength: The number of bytes that a line of the client may have.
    ///   - flushTime: How long ``close()`` waits for a client that does not read.
    /// - Throws: ``MCPError/Code/couldNotStart`` when the system refuses a thread or a pipe.
    public convenience init(
        maximumLineLength: Int = LineFramer.defaultMaximumLineLength, flushTime: Duration = .seconds(2)
    ) throws(MCPError) {
        try self.init(reading: 0, writing: 1, maximumLineLength: maximumLineLength, flushTime: flushTime)
    }

    package init(
        reading: CInt, writing: CInt, maximumLineLength: Int = LineFramer.defaultMaximumLineLength, flushTime: Duration
    ) throws(MCPError) {
        do {
            // Shared with whoever started us, a terminal perhaps: they are neither closed nor made non-blocking.
            self.pipes = try PipeLoop(
                .init(reading: reading, writing: writing, areOwned: false), child: nil,
                maximumUnwritten: Self.maximumUnwritten)
        } catch {
            throw MCPError(.couldNotStart, "cannot read the standard input: \(SystemCalls.text(of: error.number))")
        }
        self.framer = Lock(LineFramer(maximumLineLength: maximumLineLength))
        self.flushTime = flushTime
    }

    deinit { self.pipes.tearDown(patience: self.flushTime, grace: .zero) }

    /// Queues one message for the client and returns at once.
    ///
    /// - Throws: ``MCPError/Code/overloaded`` when the client does not read, or is gone.
    public func send(_ line: [UInt8]) throws {
        guard self.pipes.write(line + [0x0A]) else {
            throw MCPError(.overloaded, "the client does not read its answers, or has left")
        }
    }

    /// The next line of the client; nil when it closed our input.
    public func receive() async throws -> [UInt8]? {
        while true {
            if let line = self.framer.withLock({ $0.next() }) { return line }
            guard let chunk = try await self.pipes.nextChunk() else { break }
            try self.framer.withLock { framer throws(MCPError) in try framer.append(chunk) }
        }
        return self.framer.withLock { framer in
            framer.finish()
            return framer.next()
        }
    }

    /// Writes what is queued, for as long as the flush time allows, and stops reading.
    public func close() async {
        self.pipes.tearDown(patience: self.flushTime, grace: .zero)
        _ = await self.pipes.end()
    }
}
