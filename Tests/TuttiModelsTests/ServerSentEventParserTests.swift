import Testing
import TuttiModels

@Suite struct ServerSentEventParserTests {
    private static func parse(_ pieces: [ArraySlice<UInt8>], limit: Int = 1_000) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser(limit: limit)
        var events: [ServerSentEvent] = []
        for piece in pieces {
            parser.append(piece)
            while let event = try parser.next() { events.append(event) }
        }
        return events
    }

    private static func parse(_ text: String) throws -> [ServerSentEvent] { try Self.parse([Array(text.utf8)[...]]) }

    private static let texts = [
        "data: a\n\n", "data: a\r\rdata: b\r\r", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\n\rdata: b\n\r\n",
        "\u{FEFF}data: a\n\n", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", "data: x\ndata: y\ndata\n\n",
        ": comment\n\ndata: é日👩‍👩‍👧\n\n", "event: n\ndata: 1\nid: 7\nretry: 5\nunknown: z\n\ndata: 2\n\n",
        "event: lost\n\ndata:no space\ndata:  two\n\n", "\n\n\r\n\r\rdata: late\n\n", "data: never ended\n",
        "data: [DONE]\n\n", "data\n\n", RecordedStreams.openAIDocumented, RecordedStreams.anthropicDocumented,
    ]

    @Test(arguments: Self.texts)
    func `split at every byte it reads the same as in one piece`(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try Self.parse([bytes[...]], limit: 10_000)
        for cut in 0...bytes.count {
            #expect(try Self.parse([bytes[..<cut], bytes[cut...]], limit: 10_000) == whole, "cut at \(cut)")
        }
        #expect(try Self.parse(bytes.indices.map { bytes[$0...$0] }, limit: 10_000) == whole)
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `every line ending gives the same events`(ending: String) throws {
        let lines = ["event: greeting", "data: hello", "data: world", "", ": comment", "", "data: next", "", ""]
        let events = try Self.parse(lines.joined(separator: ending))
        #expect(events == [.init(name: "greeting", data: "hello\nworld"), .init(data: "next")])
    }

    @Test func `a byte order mark is skipped at the start and nowhere else`() throws {
        #expect(try Self.parse("\u{FEFF}data: a\n\n") == [.init(data: "a")])
        #expect(try Self.parse("data: a\n\n\u{FEFF}data: b\n\n") == [.init(data: "a")])
        #expect(try Self.parse([[0xEF, 0xBB], [0xBF], Array("data: a\n\n".utf8)[...]]) == [.init(data: "a")])
        #expect(try Self.parse([[0xEF, 0xBB], Array("data: a\n\n".utf8)[...]]) == [])
    }

    @Test func `one space after the colon is dropped, a name lasts for one event, an event needs data`() throws {
        let events = try Self.parse("event: n\n\ndata:  two\ndata:none\n\nevent: m\ndata\n\ndata: x\n\n")
        #expect(events == [.init(data: " two\nnone"), .init(name: "m", data: ""), .init(data: "x")])
    }

    @Test func `what the stream does not end with a blank line is no event`() throws {
        #expect(try Self.parse("data: a\n\ndata: b\n") == [.init(data: "a")])
    }

    @Test func `invalid UTF-8 is replaced`() throws {
        #expect(
            try Self.parse([Array("data: ".utf8) + [0xC3, 0x28] + Array("\n\n".utf8)]) == [.init(data: "\u{FFFD}(")])
    }

    @Test func `a line without end stops at the limit, however it comes`() {
        let line = Array(repeating: UInt8(ascii: "x"), count: 10_000)
        #expect(throws: ServerSentEventError(limit: 1_000)) { try Self.parse([line[...]]) }
        #expect(throws: ServerSentEventError(limit: 1_000)) { try Self.parse(line.map { [$0] }) }
        var parser = ServerSentEventParser(limit: 10)
        parser.append(line)
        #expect(throws: ServerSentEventError.self) { try parser.next() }
        parser.append(Array("\n\ndata: a\n\n".utf8))
        #expect(throws: ServerSentEventError.self) { try parser.next() }
    }

    @Test func `an event of endless lines stops at the limit too`() {
        let text = String(repeating: "data: 0123456789\n", count: 1_000)
        #expect(throws: ServerSentEventError(limit: 1_000)) { try Self.parse(text) }
    }

    @Test func `ten megabytes in small pieces take linear time`() throws {
        var parser = ServerSentEventParser(limit: 16 << 20)
        parser.append(Array("data: ".utf8))
        let piece = Array(repeating: UInt8(ascii: "x"), count: 1_024)
        for _ in 0..<10_240 {
            parser.append(piece)
            #expect(try parser.next() == nil)
        }
        parser.append(Array("\n\n".utf8))
        #expect(try parser.next()?.data.utf8.count == 10 << 20)
    }
}
