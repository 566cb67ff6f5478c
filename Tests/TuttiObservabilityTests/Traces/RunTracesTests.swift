import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiObservability
import TuttiTesting

@Suite struct RunTracesTests {
    /// Hears of calls.
    private final class Calls: ModelCallObserver {
        private let heard = Lock<[ModelCallRecord]>([])

        func began(_ call: ModelCallRecord) { self.heard.withLock { $0.append(call) } }
        func ended(_ call: ModelCallRecord) { self.heard.withLock { $0.append(call) } }
        var all: [ModelCallRecord] { self.heard.withLock { $0 } }
    }

    private struct Asked: Sendable {
        var report: RunReport
        var plan: ExecutionPlan
        var calls: [ModelCallRecord]
        var requests: [ModelRequest]
    }

    private static let context = TraceContext(trace: .init(high: 1, low: 2), span: 3, state: "a=1")

    /// A run with an agent that asks a model, begun at a place of a trace or at none.
    private static func ask(
        at context: TraceContext?, _ steps: [ScriptedModel.Step], within limit: Duration? = nil
    ) throws -> Asked {
        try simulate { simulation in
            let model = ScriptedModel([steps], name: "openai:words", time: simulation.clock)
            let calls = Calls()
            let observed = ObservedModel(
                model, server: ServerAddress(try BaseURL("http://127.0.0.1:8080/v1")), observer: calls,
                time: simulation.clock)
            var graph = AgentGraph("asking")
            graph.add("coach") { context in
                try await context.sleep(for: .milliseconds(40))
                return try await context.answer(of: observed, to: ModelRequest([.user("Q")], maximumTokens: 9)).text
            }
            let plan = try graph.plan()
            let executor = simulation.parallelExecutor()
            let run =
                if let context {
                    TraceContext.$current.withValue(context) { executor.start(plan, "Q", within: limit) }
                } else {
                    executor.start(plan, "Q", within: limit)
                }
            let report = await run.report()
            return Asked(report: report, plan: plan, calls: calls.all, requests: model.requests)
        }
    }

    private static func spans(_ asked: Asked, _ tell: (inout RunTraces, RunTrace) -> Void) throws -> [Span] {
        let began = RunTrace(
            asked.report.run, "e", at: Timestamp(secondsSince1970: 1_000), Self.context,
            dependencies: asked.plan.dependencies)
        var traces = RunTraces()
        tell(&traces, began)
        let trace = traces.ended(asked.report.run)
        let ended = try #require(trace)
        #expect(traces.count == 0)
        return SpanBuilder(ended, asked.report, asked.report.status).spans
    }

    @Test(arguments: [true, false])
    func `a call is a span of its agent, whichever was told first`(isEarly: Bool) throws {
        let asked = try Self.ask(at: Self.context, [.wait(.milliseconds(60)), .text("Hi"), .finish(.stop)])
        #expect(asked.report.status == .complete)
        let spans = try Self.spans(asked) { traces, trace in
            if isEarly { for call in asked.calls { traces.told(call) } }
            traces.began(trace)
            if !isEarly { for call in asked.calls { traces.told(call) } }
        }
        let call = try #require(spans.last)
        #expect(spans.count == 3)
        #expect(call.name == "chat words" && call.kind == .client)
        #expect(call.parent == spans.first { $0.name == "invoke_agent coach" }?.id)
        #expect(call.start == 1_000_040_000_000 && call.end == 1_000_100_000_000)
        #expect(call["gen_ai.provider.name"] == .string("openai"))
        #expect(call["gen_ai.request.max_tokens"] == .integer(9))
        #expect(call["gen_ai.response.time_to_first_chunk"] == .double(0.06))
        #expect(call["gen_ai.response.finish_reasons"] == .strings(["stop"]))
        #expect(call["server.address"] == .string("127.0.0.1") && call["server.port"] == .integer(8_080))
        // The provider is told of the same span.
        #expect(asked.requests.map { $0.headers["traceparent"] } == [call.context.traceparent])
        #expect(asked.requests.map { $0.headers["tracestate"] } == ["a=1"])
    }

    @Test func `a call that is under way at the end of its run ends with it`() throws {
        let asked = try Self.ask(
            at: Self.context, [.text("Hi"), .wait(.seconds(60)), .finish(.stop)], within: .milliseconds(100))
        let spans = try Self.spans(asked) { traces, trace in
            traces.began(trace)
            traces.told(asked.calls[0])
        }
        let call = try #require(spans.last)
        #expect(call.name == "chat words" && call["tutti.model.outcome"] == .string("cancelled"))
        #expect(call.end == spans[0].end)
        #expect(!call.isError)
    }

    @Test func `without a trace nobody is told of one, and calls are still counted`() throws {
        let asked = try Self.ask(at: nil, [.text("Hi"), .finish(.stop)])
        #expect(asked.requests.allSatisfy { $0.headers["traceparent"] == nil })
        #expect(asked.calls.count == 2 && asked.calls.last?.outcome == .finished)
        var registry = MetricsRegistry()
        for call in asked.calls where call.outcome != nil { registry.ended(call) }
        let text = try Exposition(registry.text())
        #expect(text.sum("tutti_model_call_duration_seconds_count") == 1)
        #expect(text[#"tutti_model_call_first_text_seconds_count{model="openai:words"}"#] == 1)
    }

    @Test func `a trace that nobody records is handed on, and not kept`() throws {
        var context = Self.context
        context.isSampled = false
        let asked = try Self.ask(at: context, [.text("Hi"), .finish(.stop)])
        #expect(asked.requests.first?.headers["traceparent"]?.hasSuffix("-00") == true)
        var traces = RunTraces()
        traces.began(RunTrace(asked.report.run, "e", at: Timestamp(secondsSince1970: 0), context))
        for call in asked.calls { traces.told(call) }
        let trace = traces.ended(asked.report.run)
        #expect(traces.count == 0 && trace == nil)
    }
}
