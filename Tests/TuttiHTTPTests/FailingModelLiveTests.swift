import Testing
import TuttiHTTP
import TuttiModels

/// Against a model server that fails on purpose.
@Suite(
    .serialized,
    .enabled(if: LiveServer.llmock.isThere, "TUTTI_LIVE_LLMOCK_URL is not set (http://127.0.0.1:PORT of an llmock)"))
struct FailingModelLiveTests {
    private let server = LiveServer.llmock
    private let transport = AsyncHTTPTransport()

    private func fail(_ behaviour: String, model: String) async throws {
        let scenario = #"{"behaviors":[{\#(behaviour),"match":{"model":"\#(model)"}}]}"#
        let answer = try await self.server.text(self.transport, "POST", "/_llmock/scenario", body: scenario)
        try #require(!answer.contains("error"), "\(answer)")
    }

    /// One call on each wire, each by a model name of its own, so that faults meet the right one.
    private func errors(_ behaviour: String, idleTimeout: Duration = .seconds(5)) async throws -> [ModelError] {
        var errors: [ModelError] = []
        for isAnthropic in [false, true] {
            let name = isAnthropic ? "model-a" : "model-o"
            try await self.fail(behaviour, model: name)
            let model: any LanguageModel =
                try isAnthropic
                ? self.server.anthropic(self.transport, model: name, path: "/anthropic")
                : self.server.openAI(self.transport, model: name)
            var request = ModelRequest([.user("Tell me about clouds, rivers and mountains.")], maximumTokens: 50)
            request.idleTimeout = idleTimeout
            request.timeout = .seconds(20)
            let error = await #expect(throws: ModelError.self) { _ = try await model.complete(request) }
            if let error { errors.append(error) }
        }
        return errors
    }

    @Test func `429 with a time to wait`() async throws {
        for error in try await self.errors(#""type":"fail","status":429,"retry_after":1.5"#) {
            #expect(error.code == .rateLimited && error.isRetryable && error.retryAfter == .milliseconds(1_500))
        }
    }

    @Test func `a spend limit in a 429 is no rate limit`() async throws {
        for error in try await self.errors(#""type":"fail","status":429,"code":"insufficient_quota""#) {
            #expect(error.provider == "anthropic" || error.code == .quotaExceeded && !error.isRetryable)
        }
    }

    @Test(arguments: [
        (503, ModelError.Code.overloaded), (500, .serverError), (401, .unauthorized), (529, .overloaded),
    ])
    func `a status has its class`(status: Int, code: ModelError.Code) async throws {
        for error in try await self.errors(#""type":"fail","status":\#(status)"#) {
            #expect(error.code == code && error.status == status)
        }
    }

    @Test(arguments: [
        ("disconnect", ModelError.Code.truncated), ("truncate", .truncated), ("malformed", .malformedResponse),
    ])
    func `a broken stream has its class and keeps its text`(kind: String, code: ModelError.Code) async throws {
        for error in try await self.errors(#""type":"stream_fault","kind":"\#(kind)","after_chunks":4"#) {
            #expect(error.code == code)
            #expect(error.partial?.text.isEmpty == false)
            #expect(error.partial?.usage.isEstimated == true)
        }
    }

    @Test func `a stalled stream is over after the idle time`() async throws {
        let behaviour = #""type":"stream_fault","kind":"stall","after_chunks":4,"stall_seconds":10"#
        for error in try await self.errors(behaviour, idleTimeout: .milliseconds(300)) {
            #expect(error.code == .truncated && error.partial?.text.isEmpty == false)
        }
    }

    @Test func `a first token that does not come is timed out, one that comes late is waited for`() async throws {
        let behaviour = #""type":"slow_first_token","seconds":2"#
        for error in try await self.errors(behaviour, idleTimeout: .milliseconds(300)) {
            #expect(error.code == .timedOut && error.isRetryable)
        }
        try await self.fail(behaviour, model: "model-late")
        let model = try self.server.openAI(self.transport, model: "model-late")
        #expect(try await !model.complete(ModelRequest([.user("Hi.")])).text.isEmpty)
    }
}
