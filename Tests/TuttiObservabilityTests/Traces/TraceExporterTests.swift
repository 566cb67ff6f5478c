import Testing
import TuttiCore
import TuttiModels
import TuttiObservability
import TuttiTesting

@Suite struct TraceExporterTests {
    private static func span(_ name: String) -> Span {
        Span(name, .internal, TraceContext(trace: .init(high: 0, low: 1), span: 1), parent: 0, from: 0, to: 0)
    }

    private static func names(_ request: HTTPTransportRequest) throws -> [String] {
        try ProtobufReader(request.body ?? []).messages(1).flatMap { try $0.messages(2) }
            .flatMap { try $0.messages(2) }.compactMap { $0.string(5) }
    }

    /// Exports while spans come, and ends.
    private static func export(
        _ replies: [ScriptedTransport.Reply],
        _ add: @escaping @Sendable (TraceExporter, VirtualClock) async throws -> Void
    ) throws -> (requests: [HTTPTransportRequest], counts: TraceExporter.Counts, ended: Duration) {
        try simulate { simulation in
            let clock = simulation.clock
            let transport = ScriptedTransport(time: clock) { _, number in replies[min(number, replies.count - 1)] }
            let target = try #require(
                try OTLPTarget(
                    environment: ["OTEL_EXPORTER_OTLP_HEADERS": "x-api-key=abc"], flag: "http://collector:4318"))
            let exporter = TraceExporter(
                target, TraceEncoder(service: "tutti", version: "1"), over: transport, time: clock)
            async let work: Void = exporter.run()
            try await add(exporter, clock)
            exporter.finish(within: .seconds(3))
            await work
            return (transport.requests, exporter.counts, clock.now)
        }
    }

    @Test func `spans that come together are sent together, to the collector that was named`() throws {
        let (requests, counts, _) = try Self.export([.status(200)]) { exporter, clock in
            exporter.add([Self.span("a")])
            try await clock.sleep(for: .milliseconds(300))
            exporter.add([Self.span("b")])
            try await clock.sleep(for: .seconds(2))
        }
        #expect(try requests.map { try Self.names($0) } == [["a", "b"]])
        #expect(requests.first?.url == "http://collector:4318/v1/traces")
        #expect(requests.first?.headers["content-type"] == "application/x-protobuf")
        #expect(requests.first?.headers["x-api-key"] == "abc")
        #expect(counts.exportedSpans == 2 && counts.droppedSpans == 0)
    }

    @Test func `a collector that says when is asked again then`() throws {
        let (requests, counts, _) = try Self.export([.status(429, retryAfter: 2), .status(200)]) { exporter, clock in
            exporter.add([Self.span("a")])
            try await clock.sleep(for: .milliseconds(2_900))
            #expect(exporter.counts.exportedSpans == 0)
            try await clock.sleep(for: .milliseconds(200))
            #expect(exporter.counts.exportedSpans == 1)
        }
        #expect(requests.count == 2)
        #expect(counts.exportedSpans == 1)
    }

    @Test(arguments: [ScriptedTransport.Reply.fails(.refused), .status(503), .status(400), .silence])
    func `the end of the process waits for a collector no longer than it may`(reply: ScriptedTransport.Reply) throws {
        let (_, counts, ended) = try Self.export([reply]) { exporter, _ in exporter.add([Self.span("a")]) }
        #expect(counts.exportedSpans == 0 && counts.droppedSpans == 1)
        // A request that is under way ends by its own limit.
        #expect(ended <= .seconds(10))
    }

    @Test func `what is left at the end is sent without waiting for more`() throws {
        let (requests, counts, ended) = try Self.export([.status(200)]) { exporter, _ in
            exporter.add([Self.span("a")])
        }
        #expect(requests.count == 1 && counts.exportedSpans == 1)
        #expect(ended < .seconds(1))
    }
}
