import Testing
import TuttiMCP

@Suite struct LineFramerTests {
    private func lines(of chunks: [[UInt8]], maximumLineLength: Int = 100) throws -> [String] {
        var framer = LineFramer(maximumLineLength: maximumLineLength)
        var lines: [String] = []
        for chunk in chunks {
            try framer.append(chunk)
            while let line = framer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        framer.finish()
        while let line = framer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test func `however a stream is cut, the lines are the same`() throws {
        let stream = Array("{\"a\":1}\r\n\n\r\nzwölf\n{}\nlast".utf8)
        for first in 0...stream.count {
            for second in first...stream.count {
                let chunks = [stream[..<first], stream[first..<second], stream[second...]].map(Array.init)
                #expect(try self.lines(of: chunks) == ["{\"a\":1}", "zwölf", "{}", "last"])
            }
        }
    }

    @Test func `a carriage return inside a line stays`() throws {
        #expect(try self.lines(of: [Array("a\rb\r\r\n".utf8)]) == ["a\rb\r"])
    }

    @Test func `a line of the maximum length passes, one byte more does not, at whatever cut`() throws {
        let line = Array(repeating: UInt8(ascii: "x"), count: 10)
        for cut in 0...10 {
            let chunks = [Array(line[..<cut]), line[cut...] + Array("\r\n".utf8)]
            #expect(try self.lines(of: chunks, maximumLineLength: 10).count == 1)
            let error = #expect(throws: MCPError.self) {
                try self.lines(of: chunks + [line + [0x78, 0x0A]], maximumLineLength: 10)
            }
            #expect(error?.code == .lineTooLong)
        }
    }

    @Test func `a stream without a newline fails at the limit, not at its end`() {
        var framer = LineFramer(maximumLineLength: 1 << 20)
        let chunk = [UInt8](repeating: 0x78, count: 1 << 16)
        let error = #expect(throws: MCPError.self) {
            for _ in 0..<17 { try framer.append(chunk) }
        }
        #expect(error?.code == .lineTooLong)
    }

    @Test func `lines that ended before the long one are still there`() {
        var framer = LineFramer(maximumLineLength: 3)
        #expect(throws: MCPError.self) { try framer.append(Array("one\ntwo\nthree\n".utf8)) }
        #expect(framer.next() == Array("one".utf8))
        #expect(framer.next() == Array("two".utf8))
        #expect(framer.next() == nil)
    }
}
