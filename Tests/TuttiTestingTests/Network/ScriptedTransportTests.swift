import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct ScriptedTransportTests {
    private static let hello = [
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hel", "lo\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},",
        "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
    ]

    private static func agent(over transport: ScriptedTransport) throws -> LLMAgent {
        let url = try BaseURL("http://127.0.0.1:1/v1")
        return LLMAgent(model: OpenAIModel(model: "m", baseURL: url, key: nil, transport: transport))
    }

    private static func ask(
        timeout: Duration? = nil, attempts: Int = 1,
        _ makeTransport: @escaping @Sendable (Simulation) -> ScriptedTransport
    ) throws -> (report: AgentReport, requests: Int) {
        try simulate { simulation in
            let transport = makeTransport(simulation)
            let agent = try Self.agent(over: transport)
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: attempts, backoff: .zero)
            graph.add("coach", timeout: timeout, options: options) { context in try await agent.run(context) }
            let report = try await simulation.run(graph, "Hi.")
            return (try #require(report["coach"]), transport.requests.count)
        }
    }

    @Test func `a busy minute of a provider takes no time, and its wish to wait is kept`() throws {
        let (report, requests) = try Self.ask(attempts: 3) { simulation in
            ScriptedTransport(
                .status(429, retryAfter: 60), .fails(.disconnected),
                .events(Self.hello, after: .seconds(1), every: .milliseconds(100)), time: simulation.clock)
        }
        #expect(report.output == "Hello" && report.attempts == 3 && requests == 3)
        #expect(report.end == .milliseconds(61_300))
    }

    @Test func `a stream that is cut or stalls is no answer`() throws {
        let cut = try Self.ask { ScriptedTransport(.events([Self.hello[0]]).cut(), time: $0.clock) }.report
        #expect(cut.state == .failed)
        let stalled = try Self.ask { ScriptedTransport(.events(Self.hello.dropLast()).stalling(), time: $0.clock) }
            .report
        #expect(stalled.state == .failed && stalled.end == .seconds(30))
        let silent = try Self.ask(timeout: .seconds(5)) { ScriptedTransport(.silence, time: $0.clock) }.report
        #expect(silent.end == .seconds(5))
    }

    @Test func `the last reply is repeated, and a closure may look at the request`() throws {
        let (report, requests) = try Self.ask(attempts: 4) { simulation in
            ScriptedTransport(.status(503), time: simulation.clock)
        }
        #expect(report.attempts == 4 && requests == 4)
        let asked = try Self.ask { simulation in
            ScriptedTransport(time: simulation.clock) { request, number in
                request.url.hasSuffix("/chat/completions") && number == 0 ? .events(Self.hello) : .status(404)
            }
        }
        #expect(asked.report.output == "Hello")
    }

    @Test(arguments: ConformanceSuite.httpTransport.checks)
    func `it keeps the rules of a transport`(check: ConformanceCheck<TransportUnderTest>) throws {
        try simulate { simulation in
            try await check.verify { Self.subject(on: simulation.clock) }
        }
    }

    private static func subject(on time: any TimeSource) -> TransportUnderTest {
        let replies = Lock<[String: ScriptedTransport.Reply]>([:])
        let transport = ScriptedTransport(time: time) { request, _ in
            replies.withLock { $0[request.url] } ?? .fails(.refused)
        }
        return TransportUnderTest(transport, requestCount: { transport.requests.count }) { exchange in
            let headers: HTTPHeaderList = ["x-test": "yes", "location": "http://127.0.0.1:1/"]
            let reply: ScriptedTransport.Reply =
                switch exchange {
                case .answers(let status, let body): .text(body, status: status, headers: headers)
                case .isCut(let body): .text(body).cut()
                case .stalls(let body): .text(body).stalling()
                case .isSilent: .silence
                case .isNotThere: .fails(.refused)
                }
            return replies.withLock { replies in
                let url = "http://127.0.0.1/\(replies.count)"
                replies[url] = reply
                return url
            }
        }
    }

    @Test func `a transport that keeps no rule passes no check that it could break`() async throws {
        struct Careless: HTTPTransport {
            func send(_ request: HTTPTransportRequest) async throws -> HTTPTransportResponse {
                HTTPTransportResponse(status: 200, headers: [:], body: HTTPBody([Array("hello".utf8)]))
            }
        }
        let failures = try await ConformanceSuite.httpTransport.failures {
            TransportUnderTest(Careless(), requestCount: { 0 }) { _ in "http://127.0.0.1/" }
        }
        #expect(failures.count == ConformanceSuite.httpTransport.checks.count)
    }
}
