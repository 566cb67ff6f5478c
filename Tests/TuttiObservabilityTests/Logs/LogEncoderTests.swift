import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiObservability

@Suite struct LogEncoderTests {
    private static let date = Timestamp(secondsSince1970: 1_795_000_000.0625)
    private static let hostile = [
        "a\nb", "a\r\nlevel=error", "\u{1B}[2J", "\u{9B}31m", "\u{202E}gpj", "\u{2028}", "\"}\n{\"event\":\"run\"",
        "\\",
        "a b=c", "\u{0}", "é 😀", "", String(repeating: "\"", count: 5_000), String(repeating: "é", count: 5_000),
    ]

    @Test(arguments: hostile) func `a line is one line, and says nothing to a terminal`(text: String) throws {
        let record = LogRecord(.info, "request", [("first", .text(text)), ("last", .integer(7))])
        for format in LogEncoder.Format.allCases {
            let line = LogEncoder(format).line(record, at: Self.date)
            #expect(line.utf8.count <= LogEncoder.maximumLine)
            #expect(line.hasSuffix("\n") && line.unicodeScalars.count { $0 == "\n" || $0 == "\r" } == 1)
            #expect(line.terminalSafe == line)
            #expect(line.contains("last"))
        }
        let json = try JSONValue(parsing: LogEncoder(.json).line(record, at: Self.date))
        #expect(json["event"] == "request" && json["last"] == 7)
        #expect(json.object?.keys == ["time", "level", "event", "first", "last"])
        if text.utf8.count < 1_000 { #expect(json["first"]?.string == text.terminalSafe) }
    }

    @Test func `what does not fit is left out, and that is said`() throws {
        let long = String(repeating: "x", count: 1_000)
        let record = LogRecord(.info, "run", (0..<9).map { ("f\($0)", .text(long)) } + [("end", .bool(true))])
        let line = LogEncoder(.json).line(record, at: Self.date)
        #expect(line.utf8.count <= LogEncoder.maximumLine)
        let json = try JSONValue(parsing: line)
        #expect(json["leftOut"] == true && json["f0"] != nil && json["f8"] == nil && json["end"] == true)
    }

    @Test func `a line reads as a person expects it`() {
        let record = LogRecord.answered(
            RequestSummary(
                method: "GET", route: "/v1/runs/{id}", status: 404, duration: .microseconds(1_250), bytes: 12,
                refusal: "run_not_found", client: "127.0.0.1"), isProbe: false, isCut: false)
        #expect(
            LogEncoder(.text).line(record, at: Self.date)
                == "2026-11-18T11:06:40.062Z info refused method=GET route=/v1/runs/{id} status=404 error=run_not_found "
                + "ms=1.25 bytes=12 client=127.0.0.1\n")
    }

    @Test func `levels follow what an operator has to do`() {
        func level(_ status: Int, isProbe: Bool = false) -> LogLevel {
            LogRecord.answered(
                RequestSummary(method: "GET", route: "/", status: status, duration: .zero, bytes: 0), isProbe: isProbe,
                isCut: false
            ).level
        }
        #expect(
            [200, 404, 429, 401, 500, 503, 504].map { level($0) }
                == [.info, .info, .warning, .warning, .error, .warning, .error])
        #expect(level(200, isProbe: true) == .debug)
        #expect(level(503, isProbe: true) == .warning)
    }

    @Test func `a run is told without what was said, unless the operator wants it`() throws {
        let run = try ObservedRun.eventful()
        let encoder = LogEncoder(.json)
        let quiet = LogRecord.ended(run.report, .partial, ensemble: "e")
        let json = try JSONValue(parsing: encoder.line(quiet, at: Self.date))
        #expect(json["run"]?.string == "\(run.report.run)" && json["status"] == "partial")
        #expect(json["inputTokens"] == 120 && json["costUSD"]?.double == 0.000_25)
        #expect(json["question"] == nil && json["answer"] == nil)
        let content = LogRecord.ended(run.report, .partial, ensemble: "e", content: ("Q sk-0123456789abc", "A"))
        let shown = try JSONValue(parsing: encoder.line(content, at: Self.date))
        #expect(shown["question"] == "Q <secret>" && shown["answer"] == "A")
    }

    @Test func `only what matters enough is written, and what nobody takes is counted`() {
        let lines = Lock<[String]>([])
        let log = Log(LogEncoder(.text), from: .warning, now: { Self.date }) { line in
            lines.withLock { lines in
                lines.append(line)
                return lines.count == 1
            }
        }
        for level in LogLevel.allCases { log.add(LogRecord(level, "x")) }
        #expect(lines.withLock { $0 }.count == 2)
        #expect(log.droppedLines == 1)
    }
}
