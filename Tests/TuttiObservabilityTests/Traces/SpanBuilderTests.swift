import Testing
import TuttiAgents
import TuttiCore
import TuttiObservability

@Suite struct SpanBuilderTests {
    private static let context = TraceContext(trace: .init(high: 7, low: 9), span: 11, state: "vendor=1")
    private static let began = Timestamp(secondsSince1970: 1_795_000_000.25)

    private static func spans(of run: ObservedRun, calls: [ModelCallRecord] = []) -> [Span] {
        var trace = RunTrace(
            run.report.run, "tutti/test", at: Self.began, Self.context, dependencies: run.plan.dependencies)
        for event in run.events { trace.told(event) }
        for call in calls { trace.told(call) }
        return SpanBuilder(trace, run.report, run.report.status).spans
    }

    private static func instant(_ time: Duration) -> UInt64 {
        1_795_000_000_250_000_000 + UInt64(time.nanosecondsRoundedDown)
    }

    @Test func `there is one trace, whose times and parents are those of the report`() throws {
        let run = try ObservedRun.eventful()
        let spans = Self.spans(of: run)
        #expect(Set(spans.map(\.id)).count == spans.count)
        #expect(spans.allSatisfy { $0.context.trace == Self.context.trace && $0.context.state == "vendor=1" })
        let whole = spans[0]
        #expect(whole.name == "invoke_workflow tutti/test")
        #expect(whole.parent == 11)
        #expect(whole.start == Self.instant(.zero) && whole.end == Self.instant(run.report.wallTime))
        #expect(whole["tutti.run.status"] == .string(run.report.status.rawValue))
        #expect(whole["gen_ai.usage.input_tokens"] == .integer(120))
        for agent in run.report.agents {
            let span = try #require(spans.first { $0.name == "invoke_agent \(agent.name)" })
            #expect(span.parent == whole.id)
            #expect(span.start == Self.instant(agent.start ?? agent.end))
            #expect(span.end == Self.instant(agent.end))
            #expect(span["tutti.agent.status"] == .string(agent.state.rawValue))
        }
    }

    @Test func `several attempts have spans of their own, and what happened to agents is told`() throws {
        let spans = Self.spans(of: try ObservedRun.eventful())
        func named(_ name: String) -> [Span] { spans.filter { $0.name == name } }
        let flaky = try #require(named("invoke_agent flaky").first)
        let attempts = named("attempt flaky")
        #expect(attempts.map { $0["tutti.attempt"] } == [.integer(1), .integer(2)])
        #expect(attempts.allSatisfy { $0.parent == flaky.id })
        #expect(attempts[0].isError && attempts[0].end < attempts[1].start && attempts[1].end == flaky.end)
        #expect(flaky.events.map(\.name) == ["tutti.attempt_failed"])
        let hedged = named("attempt slow")
        #expect(hedged.map { $0["tutti.attempt.hedge"] } == [nil, .bool(true)])
        #expect(named("invoke_agent slow").first?["tutti.agent.hedges"] == .integer(1))
        let deaf = try #require(named("invoke_agent deaf").first)
        #expect(deaf["error.type"] == .string("timeout") && deaf["tutti.agent.abandoned"] == .integer(1))
        #expect(deaf.events.contains { $0.name == "tutti.late_result" })
        #expect(named("attempt deaf").isEmpty)
        #expect(named("invoke_agent heir").first?["tutti.agent.skip_reason"] == .string("ancestor"))
        let answer = try #require(named("invoke_agent answer").first)
        #expect(
            Set(answer.links) == Set([flaky.id, try #require(named("invoke_agent slow").first?.id)]))
        // Texts of people and models are nobody's business.
        let texts = spans.flatMap { $0.attributes + $0.events.flatMap(\.attributes) }.map { "\($0.value)" }
        #expect(!texts.contains { $0.contains("secret") || $0.contains("walk") || $0.contains("busy") })
    }

    @Test func `a span is written as the protocol has it`() throws {
        let run = try ObservedRun.eventful()
        let spans = Self.spans(of: run)
        let request = try ProtobufReader(TraceEncoder(service: "s", version: "1").encode(spans))
        let resourceSpans = try #require(try request.messages(1).first)
        let names = try resourceSpans.messages(1).flatMap { try $0.messages(1) }.map { $0.string(1) }
        #expect(names == ["service.name", "service.version"])
        let written = try resourceSpans.messages(2).flatMap { try $0.messages(2) }
        #expect(written.count == spans.count)
        for (message, span) in zip(written, spans) {
            #expect(message.hexadecimal(1) == "00000000000000070000000000000009")
            #expect(message.hexadecimal(2) == TraceContext.hexadecimal(span.id))
            #expect(message.string(3) == "vendor=1")
            #expect(message.hexadecimal(4) == TraceContext.hexadecimal(span.parent))
            #expect(message.string(5) == span.name)
            #expect(message.integer(6) == UInt64(span.kind.rawValue))
            #expect(message.integer(7) == span.start && message.integer(8) == span.end)
            #expect(try message.messages(11).compactMap { $0.string(2) } == span.events.map(\.name))
            #expect(try message.messages(13).map { $0.hexadecimal(2) } == span.links.map(TraceContext.hexadecimal))
            #expect(try message.messages(15).first?.integer(3) == (span.isError ? 2 : nil))
            #expect(message.integer(16) == 1)
            let attributes = try message.messages(9).map { ($0.string(1), try #require(try $0.messages(2).first)) }
            #expect(attributes.map(\.0) == span.attributes.map(\.key))
            for (attribute, (_, value)) in zip(span.attributes, attributes) {
                switch attribute.value {
                case .string(let text): #expect(value.string(1) == text)
                case .bool(let isTrue): #expect(value.integer(2) == (isTrue ? 1 : 0))
                case .integer(let number): #expect(value.integer(3) == UInt64(bitPattern: Int64(number)))
                case .double(let number): #expect(value.integer(4) == number.bitPattern)
                case .strings(let texts):
                    #expect(try value.messages(5).flatMap { try $0.messages(1) }.map { $0.string(1) } == texts)
                }
            }
        }
    }

    @Test func `every attribute of a span is in the list that the documentation has`() throws {
        let run = try ObservedRun.eventful()
        let keys = Set(Self.spans(of: run).flatMap(\.attributes).map(\.key))
        #expect(keys.isSubset(of: TraceNames.attributes))
        #expect(keys.count > 12)
    }
}
