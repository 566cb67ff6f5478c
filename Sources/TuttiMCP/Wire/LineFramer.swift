/// Cuts a stream of bytes into lines, in linear time and bounded memory, wherever the chunks were cut.
///
/// A line ends with LF; a CR before it is dropped, and so are blank lines. A line above the limit is an error at once,
/// not when its end arrives: a server that never sends a newline must not exhaust our memory.
public struct LineFramer: Sendable {
    /// The limit that is used when nothing else is said: 4 MiB.
    public static let defaultMaximumLineLength = 4 << 20

    /// The number of bytes that a line may have, without its end.
    public let maximumLineLength: Int

    private var lines: [[UInt8]] = []
    private var firstLine = 0
    private var partial: [UInt8] = []

    /// Creates a framer without any bytes.
    public init(maximumLineLength: Int = LineFramer.defaultMaximumLineLength) {
        self.maximumLineLength = max(1, maximumLineLength)
    }

    /// Takes the next bytes of the stream.
    ///
    /// - Throws: ``MCPError/Code/lineTooLong``. Lines that ended before the long one can still be taken.
    public mutating func append(_ chunk: [UInt8]) throws(MCPError) {
        var start = chunk.startIndex
        while let end = Self.firstNewline(in: chunk, from: start) {
            try self.extend(with: chunk[start..<end])
            self.endLine()
            start = end + 1
        }
        try self.extend(with: chunk[start...])
    }

    /// Takes the end of the stream: what came after the last newline counts as a line.
    public mutating func finish() {
        self.endLine()
    }

    /// The next whole line without its end; nil when more bytes are needed.
    public mutating func next() -> [UInt8]? {
        guard self.firstLine < self.lines.count else { return nil }
        defer {
            self.firstLine += 1
            if self.firstLine == self.lines.count {
                self.lines.removeAll(keepingCapacity: true)
                self.firstLine = 0
            }
        }
        return self.lines[self.firstLine]
    }

    private mutating func extend(with bytes: ArraySlice<UInt8>) throws(MCPError) {
        guard self.partial.count + bytes.count <= self.maximumLineLength + 1 else { throw self.tooLong() }
        self.partial.append(contentsOf: bytes)
        let content = self.partial.last == 0x0D ? self.partial.count - 1 : self.partial.count
        guard content <= self.maximumLineLength else { throw self.tooLong() }
    }

    /// Over the bare bytes: the general search costs a hundred times as much where nothing inlines it.
    private static func firstNewline(in chunk: [UInt8], from start: Int) -> Int? {
        chunk.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count {
                if bytes[index] == 0x0A { return index }
                index += 1
            }
            return nil
        }
    }

    private mutating func endLine() {
        if self.partial.last == 0x0D { self.partial.removeLast() }
        guard !self.partial.isEmpty else { return }
        self.lines.append(self.partial)
        self.partial = []
    }

    private mutating func tooLong() -> MCPError {
        self.partial = []
        return MCPError(
            .lineTooLong,
            "sent a line longer than \(self.maximumLineLength) bytes; ask it for less, or raise its maximum line length"
        )
    }
}
