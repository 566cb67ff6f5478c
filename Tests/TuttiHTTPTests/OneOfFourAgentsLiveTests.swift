import Testing
import TuttiAgents
import TuttiCore
import TuttiHTTP
import TuttiJSON
import TuttiModels
import TuttiTesting

/// Four agents ask a model server in parallel, two on each wire; the server fails one of them on purpose.
@Suite(
    .serialized,
    .enabled(if: LiveServer.llmock.isThere, "TUTTI_LIVE_LLMOCK_URL is not set (http://127.0.0.1:PORT of an llmock)"))
struct OneOfFourAgentsLiveTests {
    /// What the server does to one agent, and what must come of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        /// For llmock, without whom it meets.
        var behaviour: String
        /// The class of each attempt that fails.
        var codes: [ModelError.Code]
        /// The classes that are as right, where it depends on how much had arrived.
        var otherCodes: [ModelError.Code]?
        var attempts = 2
        /// The least time between two attempts.
        var wait: Duration = .zero
        /// The least time that the agent takes.
        var duration: Duration = .zero
        var state = AgentState.succeeded

        var testDescription: String { self.name }
    }

    static let faults = [
        Fault(
            name: "429 with Retry-After", behaviour: #""type":"fail","status":429,"retry_after":1.5"#,
            codes: [.rateLimited], wait: .milliseconds(1_500)),
        Fault(
            name: "429 with Retry-After, twice", behaviour: #""type":"fail","status":429,"retry_after":0.8,"times":2"#,
            codes: [.rateLimited, .rateLimited], attempts: 3, wait: .milliseconds(800)),
        Fault(
            name: "a burst of two 503", behaviour: #""type":"fail","status":503,"times":2"#,
            codes: [.overloaded, .overloaded], attempts: 3),
        Fault(
            name: "503 without an end", behaviour: #""type":"fail","status":503,"times":3"#,
            codes: [.overloaded, .overloaded, .overloaded], attempts: 3, state: .failed),
        Fault(
            name: "a spent quota", behaviour: #""type":"fail","status":402,"code":"insufficient_quota""#,
            codes: [.quotaExceeded], attempts: 1, state: .failed),
        Fault(
            name: "a slow first token, waited for", behaviour: #""type":"slow_first_token","seconds":1.2"#, codes: [],
            attempts: 1, duration: .milliseconds(1_200)),
        Fault(
            name: "a first token that is too slow", behaviour: #""type":"slow_first_token","seconds":8"#,
            codes: [.timedOut], duration: Self.idleTimeout),
        Fault(
            name: "stall", behaviour: #""type":"stream_fault","kind":"stall","after_chunks":4,"stall_seconds":8"#,
            codes: [.truncated], duration: Self.idleTimeout),
        Fault(
            name: "truncated stream", behaviour: #""type":"stream_fault","kind":"truncate","after_chunks":4"#,
            codes: [.truncated]),
        Fault(
            name: "disconnect", behaviour: #""type":"stream_fault","kind":"disconnect","after_chunks":4"#,
            codes: [.truncated], otherCodes: [.connectionFailed]),
        Fault(
            name: "malformed chunk", behaviour: #""type":"stream_fault","kind":"malformed","after_chunks":4"#,
            codes: [.malformedResponse]),
    ]

    private static let idleTimeout = Duration.seconds(2)
    private static let names = ["a", "b", "c", "d"]
    private let server = LiveServer.llmock
    private let transport = AsyncHTTPTransport()

    private func run(_ title: String) async throws -> (report: RunReport, events: EventRecorder, models: [WatchedModel])
    {
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: 3)
        var (graph, models) = (AgentGraph(), [WatchedModel]())
        for (number, name) in Self.names.enumerated() {
            let isAnthropic = number % 2 == 1
            let model: any LanguageModel =
                try isAnthropic
                ? self.server.anthropic(self.transport, model: "four-\(name)", path: "/anthropic")
                : self.server.openAI(self.transport, model: "four-\(name)")
            let watched = WatchedModel(model, idleTimeout: Self.idleTimeout)
            models.append(watched)
            // Each asks something else, because the server takes equal texts for a retry.
            graph.add(
                name, LLMAgent(model: watched, maximumTokens: 60) { "\($0.agent) (\(title)): \($0.text)" },
                options: options)
        }
        var last = AgentOptions()
        last.isFinal = true
        graph.add("all", Joined(), options: last)
        for name in Self.names { try graph.addDependency(of: "all", on: name, .wants) }
        let recorder = EventRecorder()
        let run = ParallelExecutor().start(
            try graph.plan(), "clouds, rivers and mountains, and not one word is missing at the end",
            within: .seconds(25))
        return (await recorder.record(run), recorder, models)
    }

    /// The server's own judgement of how it was called since it was reset.
    private func verdict() async throws -> JSONObject {
        let text = try await self.server.text(self.transport, "GET", "/_llmock/verdict")
        return try #require(try JSONValue(parsing: text).object)
    }

    @Test(arguments: faults, [0, 1])
    func `an agent that the server fails does not change the others`(fault: Fault, failing: Int) async throws {
        let name = Self.names[failing]
        _ = try await self.server.text(self.transport, "POST", "/_llmock/reset")
        let usual = try await self.run("\(fault.name), \(name), without")
        #expect(usual.report.status == .complete)

        let match = #""match":{"model":"four-\#(name)"}"#
        let scenario = #"{"behaviors":[{\#(fault.behaviour),\#(match)}]}"#
        let answer = try await self.server.text(self.transport, "POST", "/_llmock/scenario", body: scenario)
        try #require(answer.contains("queued"), "\(answer)")
        let (report, events, models) = try await self.run("\(fault.name), \(name)")

        let agent = try #require(report[name])
        #expect(agent.state == fault.state && agent.attempts == fault.attempts, "\(agent)")
        let codes = models[failing].errors
        #expect(codes == fault.codes || codes == fault.otherCodes, "\(codes)")
        #expect(agent.duration >= fault.duration)
        for wait in events.waits(of: name) { #expect(wait >= fault.wait) }
        if fault.state == .succeeded { #expect(agent.output?.contains("missing at the end") == true) }

        // The others: whole, in one attempt, and not slower, with room for a busy machine.
        let others = Self.names.filter { $0 != name }
        let slowest = others.compactMap { usual.report[$0]?.duration }.max() ?? .zero
        for other in others.compactMap({ report[$0] }) {
            #expect(other.state == .succeeded && other.attempts == 1, "\(other)")
            #expect(other.output?.contains("missing at the end") == true)
            #expect(other.duration < slowest * 2 + .milliseconds(500), "\(other.duration), usually \(slowest)")
        }
        #expect(report["all"]?.state == .succeeded)

        let verdict = try await self.verdict()
        #expect(verdict["errors"] == 0, "\(verdict)")
        let times = others.compactMap { report[$0]?.duration.shortText }.joined(separator: ", ")
        let waits = events.waits(of: name).map(\.shortText).joined(separator: ", ")
        print(
            "\(fault.name) · \(name): \(agent.state) after \(agent.attempts) in \(agent.duration.shortText),",
            "waits [\(waits)], others \(times) (usually \(slowest.shortText)),",
            "verdict \(verdict["errors"] ?? 0) errors, \(verdict["warnings"] ?? 0) warnings")
    }

    /// Joins what there is.
    private struct Joined: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput { AgentOutput("done") }
    }
}

extension EventRecorder {
    /// The times between the failures of an agent's attempts and the attempts that follow.
    fileprivate func waits(of agent: String) -> [Duration] {
        var (waits, failure) = ([Duration](), Duration?.none)
        for event in self.events(of: agent) {
            switch event.kind {
            case .attemptFailed: failure = event.time
            case .attemptStarted:
                if let failure { waits.append(event.time - failure) }
            default: break
            }
        }
        return waits
    }
}
