/// Bytes in, events out, by the rules of the HTML standard (§9.2.6): however the bytes are cut, the events are the same.
///
/// append(bytes) → next() until it gives nil, which means that it needs more bytes. Lines end with CR, LF or CRLF, a
/// byte order mark at the start is skipped, comments and unknown fields are ignored, invalid UTF-8 is replaced, and an
/// event that the stream does not end with a blank line is never given. After an error every `next()` throws it again.
package struct ServerSentEventParser {
    /// Bounds memory against a server that never ends a line, or an event.
    package static let defaultLimit = 4 << 20

    private let limit: Int
    private var buffer: [UInt8] = []
    /// The first byte that belongs to no line yet.
    private var lineStart = 0
    /// How far the buffer has been searched for the end of the line that begins at `lineStart`.
    private var searched = 0
    private var isAtStart = true
    /// A CR ended the last line, so that an LF now belongs to it.
    private var skipsLineFeed = false
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var failure: ServerSentEventError?

    /// Creates a parser that accepts lines and events of at most `limit` bytes.
    package init(limit: Int = ServerSentEventParser.defaultLimit) { self.limit = limit }

    /// Takes the next bytes of the stream, in pieces of any size.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        self.buffer.removeSubrange(..<self.lineStart)
        self.searched -= self.lineStart
        self.lineStart = 0
        self.buffer += bytes
    }

    /// The next event, nil when more bytes are needed.
    package mutating func next() throws(ServerSentEventError) -> ServerSentEvent? {
        if let failure { throw failure }
        while let line = self.nextLine() {
            guard line.count <= self.limit, self.data.count + line.count <= self.limit else { throw self.fail() }
            if line.isEmpty {
                if let event = self.takeEvent() { return event }
            } else {
                self.take(line)
            }
        }
        guard self.buffer.count - self.lineStart <= self.limit else { throw self.fail() }
        return nil
    }

    // MARK: Lines

    private mutating func nextLine() -> ArraySlice<UInt8>? {
        guard self.skipMark() else { return nil }
        if self.skipsLineFeed, self.lineStart < self.buffer.count {
            self.skipsLineFeed = false
            if self.buffer[self.lineStart] == 0x0A { self.lineStart += 1 }
            self.searched = max(self.searched, self.lineStart)
        }
        while self.searched < self.buffer.count, self.buffer[self.searched] != 0x0A, self.buffer[self.searched] != 0x0D
        {
            self.searched += 1
        }
        guard self.searched < self.buffer.count else { return nil }
        let end = self.searched
        defer {
            self.skipsLineFeed = self.buffer[end] == 0x0D
            self.lineStart = end + 1
            self.searched = self.lineStart
        }
        return self.buffer[self.lineStart..<end]
    }

    /// Steps over a byte order mark; false while its three bytes may still be coming.
    private mutating func skipMark() -> Bool {
        guard self.isAtStart else { return true }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard !mark.starts(with: self.buffer) || self.buffer.count == mark.count else { return false }
        self.isAtStart = false
        if self.buffer.starts(with: mark) {
            self.lineStart = mark.count
            self.searched = mark.count
        }
        return true
    }

    // MARK: Fields

    private mutating func take(_ line: ArraySlice<UInt8>) {
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        if line[..<colon].elementsEqual("data".utf8) {
            if self.hasData { self.data.append(0x0A) }
            self.hasData = true
            self.data += value
        } else if line[..<colon].elementsEqual("event".utf8) {
            self.name = String(decoding: value, as: UTF8.self)
        }
    }

    private mutating func takeEvent() -> ServerSentEvent? {
        defer {
            self.name = ""
            self.data.removeAll(keepingCapacity: self.data.count < 64 << 10)
            self.hasData = false
        }
        guard self.hasData else { return nil }
        return ServerSentEvent(
            name: self.name.isEmpty ? "message" : self.name, data: String(decoding: self.data, as: UTF8.self))
    }

    private mutating func fail() -> ServerSentEventError {
        let error = ServerSentEventError(limit: self.limit)
        self.failure = error
        self.buffer = []
        self.lineStart = 0
        self.searched = 0
        self.data = []
        return error
    }
}
