import Testing
import TuttiCore
import TuttiTesting

@Suite struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test(arguments: ["00", "01"]) func `a context comes back as it was sent`(flags: String) throws {
        let header = "00-\(Self.trace)-\(Self.span)-\(flags)"
        let context = try #require(TraceContext(traceparent: header, tracestate: "vendor=1, other@x=t61rcWkgMzE"))
        #expect(context.traceparent == header)
        #expect(context.isSampled == (flags == "01"))
        #expect("\(context.trace)" == Self.trace)
        #expect(context.state == "vendor=1, other@x=t61rcWkgMzE")
        #expect(context.at(1).traceparent == "00-\(Self.trace)-0000000000000001-\(flags)")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-01-", "00-\(trace)-\(span)-01 ",
        " 00-\(trace)-\(span)-01", "ff-\(trace)-\(span)-01", "00-\(trace.uppercased())-\(span)-01",
        "00-\(String(repeating: "0", count: 32))-\(span)-01", "00-\(trace)-0000000000000000-01",
        "00_\(trace)-\(span)-01", "0g-\(trace)-\(span)-01", "00-\(trace)-\(span)-0x", "00-\(trace)-\(span)-01\r\nX: y",
        "01-\(trace)-\(span)-01x", "00-\(trace)-\(span)é-1",
    ])
    func `what is no context begins a new trace`(header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test func `a later version may say more`() {
        #expect(TraceContext(traceparent: "01-\(Self.trace)-\(Self.span)-01-what-will-be") != nil)
        #expect(TraceContext(traceparent: "cc-\(Self.trace)-\(Self.span)-09") != nil)
    }

    @Test(arguments: [
        "", "vendor", "=1", "Vendor=1", "a=1\r\nb: 2", "a=\u{1B}[1m", String(repeating: "a=1,", count: 40),
        "a=" + String(repeating: "x", count: 600), "a=é",
    ])
    func `a state that is wrong is not handed on`(state: String) throws {
        let context = try #require(
            TraceContext(traceparent: "00-\(Self.trace)-\(Self.span)-01", tracestate: state))
        #expect(context.state.isEmpty)
    }

    @Test func `spans have the same identities again, and others than each other`() {
        let (run, other) = (RunID("0123456789abcdef"), RunID("0123456789abcdeg"))
        #expect(SpanID.agent("memory", of: run) == SpanID.agent("memory", of: run))
        let identities = [
            SpanID.run(run), SpanID.run(other), SpanID.agent("memory", of: run), SpanID.agent("memory", of: other),
            SpanID.agent("mcp", of: run), SpanID.attempt(1, of: "memory", run), SpanID.attempt(2, of: "memory", run),
            SpanID.call(1, of: run), SpanID.call(2, of: run), SpanID.trace(of: run).high, SpanID.trace(of: run).low,
        ]
        #expect(Set(identities).count == identities.count)
        #expect(!identities.contains(0))
    }

    @Test func `agents know where they belong, also inside of each other, and nobody else does`() throws {
        let context = TraceContext(trace: .init(high: 1, low: 2), span: 3)
        let places = Lock<[String: TracePlace?]>([:])
        try simulate { simulation in
            var inner = AgentGraph("inner")
            inner.add("item") { context in places.withLock { $0["item"] = context.tracePlace } }
            let plan = try inner.plan()
            var graph = AgentGraph("outer")
            graph.add("memory") { context in
                try await context.sleep(for: .milliseconds(5))
                places.withLock { $0["memory"] = context.tracePlace }
                _ = await context.run(plan, "", .init())
            }
            let outer = try graph.plan()
            let run = TraceContext.$current.withValue(context) {
                simulation.parallelExecutor().start(outer)
            }
            _ = await run.report()
            _ = await simulation.run(try Self.untraced(places).plan())
            let memory = try #require(places.withLock { $0["memory"] } ?? nil)
            #expect(memory.context == context)
            #expect(memory.run == run.id)
            #expect(memory.agent == "memory" && memory.attempt == 1)
            #expect(memory.elapsed(at: simulation.clock.nanoseconds) == .milliseconds(5))
            #expect(places.withLock { $0["item"] } == memory)
            #expect(places.withLock { $0["untraced"] } == .some(nil))
        }
    }

    private static func untraced(_ places: Lock<[String: TracePlace?]>) -> AgentGraph {
        var graph = AgentGraph("untraced")
        graph.add("untraced") { context in places.withLock { $0["untraced"] = .some(context.tracePlace) } }
        return graph
    }
}
