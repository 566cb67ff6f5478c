import Testing
import TuttiJSON
import TuttiModels

@Suite struct ModelCallTests {
    private static let key = "sk-test-0123456789abcdef"

    private static func openAI(_ transport: FakeTransport, official: Bool = false) throws -> OpenAIModel {
        let url = try official ? ModelProvider.openAI.officialURL : BaseURL("http://127.0.0.1:1/v1")
        return OpenAIModel(model: "m", baseURL: url, key: try Secret(Self.key), transport: transport)
    }

    private static func anthropic(_ transport: FakeTransport) throws -> AnthropicModel {
        AnthropicModel(
            model: "m", baseURL: ModelProvider.anthropic.officialURL, key: try Secret(Self.key), transport: transport)
    }

    private static func body(of transport: FakeTransport) async throws -> JSONValue {
        try JSONValue(parsing: try #require(await transport.requests.first?.body))
    }

    private static let request: ModelRequest = {
        var request = ModelRequest([.system("Be brief."), .user("Hi.")], maximumTokens: 7)
        request.temperature = 0.5
        request.seed = 3
        request.stop = ["END"]
        request.timeout = .seconds(2)
        request.idleTimeout = .seconds(1)
        return request
    }()

    @Test func `a request on OpenAI's wire is this, to the byte`() async throws {
        let transport = FakeTransport([RecordedStreams.openAI])
        var request = Self.request
        request.responseSchema = .init(name: "s", schema: ["type": "object"])
        request.extra = JSONObject([("cache_prompt", false), ("stream", false), ("seed", 4)])
        _ = try await Self.openAI(transport).complete(request)
        let sent = try #require(await transport.requests.first)
        #expect(sent.description == "POST http://127.0.0.1:1/v1/chat/completions")
        #expect(sent.headers["Authorization"] == "Bearer \(Self.key)")
        #expect(sent.timeout == .seconds(2) && sent.idleTimeout == .seconds(1))
        #expect(
            try await Self.body(of: transport).serialized()
                == #"{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi."}],"#
                + #""stream":true,"stream_options":{"include_usage":true},"max_tokens":7,"temperature":0.5,"seed":4,"#
                + #""stop":["END"],"response_format":{"type":"json_schema","json_schema":{"name":"s","#
                + #""schema":{"type":"object"},"strict":false}},"cache_prompt":false}"#)
    }

    @Test func `OpenAI itself gets the newer name of the limit and no temperature`() async throws {
        let transport = FakeTransport([RecordedStreams.openAI])
        _ = try await Self.openAI(transport, official: true).complete(Self.request)
        let body = try await Self.body(of: transport)
        #expect(body["max_completion_tokens"] == 7)
        #expect(body["max_tokens"] == nil && body["temperature"] == nil)
    }

    @Test func `a grammar takes the place of the schema`() async throws {
        let transport = FakeTransport([RecordedStreams.openAI])
        var request = Self.request
        request.responseSchema = .init(name: "s", schema: ["type": "object"])
        request.extra["grammar"] = "root ::= \"x\""
        _ = try await Self.openAI(transport).complete(request)
        #expect(try await Self.body(of: transport)["response_format"] == nil)
    }

    @Test func `a request on Anthropic's wire is this, to the byte`() async throws {
        let transport = FakeTransport([RecordedStreams.anthropic])
        var request = Self.request
        request.messages.append(.assistant(""))
        request.responseSchema = .init(name: "s", schema: ["type": "object"])
        _ = try await Self.anthropic(transport).complete(request)
        let sent = try #require(await transport.requests.first)
        #expect(sent.url == "https://api.anthropic.com/v1/messages")
        #expect(sent.headers["x-api-key"] == Self.key && sent.headers["authorization"] == nil)
        #expect(sent.headers["anthropic-version"] == "2026-10-21")
        #expect(
            try await Self.body(of: transport).serialized()
                == #"{"model":"m","max_tokens":7,"stream":true,"system":"Be brief.\n\nAnswer with one JSON document and "#
                + #"nothing else. It must satisfy this JSON Schema: {\"type\":\"object\"}","#
                + #""messages":[{"role":"user","content":"Hi."}],"stop_sequences":["END"]}"#)
    }

    @Test func `a whole answer comes with its tokens and its reason`() async throws {
        let response = try await Self.openAI(FakeTransport([RecordedStreams.openAI])).complete(Self.request)
        let usage = TokenUsage(inputTokens: 33, outputTokens: 6, cachedInputTokens: 26)
        #expect(response == .init(text: "Hello! to", usage: usage, finishReason: .length))
        #expect(response.isCut)
    }

    @Test func `an answer that is no success is read and classified`() async throws {
        let body = #"{"error":{"message":"Incorrect API key provided: \#(Self.key)","code":"invalid_api_key"}}"#
        let transport = FakeTransport(status: 401, headers: ["content-type": "application/json"], [body])
        let error = try #require(await Collected(Self.openAI(transport).stream(Self.request)).error)
        #expect(error.code == .unauthorized && error.status == 401 && !error.isRetryable)
        #expect(error.provider == "openai" && error.model == "m")
        #expect(
            error.message == "OpenAI at http://127.0.0.1:1/v1 did not accept the key (HTTP 401): "
                + "Incorrect API key provided: <secret>. Check OPENAI_API_KEY.")
        #expect(!"\(error) \(String(reflecting: error))".contains(Self.key))
    }

    @Test func `the time to wait comes with the error, and a provider can forbid a retry`() async throws {
        func error(_ headers: HTTPHeaderList, _ body: String = "") async throws -> ModelError {
            let transport = FakeTransport(status: 429, headers: headers, [body])
            return try #require(await Collected(Self.anthropic(transport).stream(Self.request)).error)
        }
        #expect(try await error(["retry-after": "2"]).retryAfter == .seconds(2))
        #expect(try await error(["retry-after": "2"]).isRetryable)
        #expect(try await error([:]).retryAfter == nil)
        #expect(try await !error(["retry-after": "-1"]).isRetryable)
        #expect(try await !error(["x-should-retry": "false"]).isRetryable)
        let spend = #"{"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}"#
        #expect(try await error(["retry-after": "2", "x-should-retry": "true"], spend).code == .quotaExceeded)
        #expect(try await !error(["retry-after": "2", "x-should-retry": "true"], spend).isRetryable)
    }

    @Test func `a page or an error object in place of a stream is not an answer`() async throws {
        func error(_ type: String, _ body: String) async throws -> ModelError {
            let transport = FakeTransport(headers: ["content-type": type], [body])
            return try #require(await Collected(Self.openAI(transport).stream(Self.request)).error)
        }
        #expect(try await error("text/html; charset=utf-8", "<html>").code == .malformedResponse)
        let limited = #"{"error":{"message":"slow down","code":"rate_limit_exceeded"}}"#
        #expect(try await error("application/json", limited).code == .rateLimited)
    }

    @Test(arguments: [
        (HTTPTransportError.Code.refused, ModelError.Code.connectionFailed, ModelError.Code.connectionFailed),
        (.unknownHost, .connectionFailed, .connectionFailed), (.insecure, .connectionFailed, .connectionFailed),
        (.connectTimeout, .connectionFailed, .connectionFailed), (.disconnected, .connectionFailed, .truncated),
        (.idle, .timedOut, .truncated), (.timeout, .timedOut, .timedOut),
        (.malformed, .malformedResponse, .malformedResponse), (.invalidRequest, .misconfigured, .misconfigured),
        (.other, .connectionFailed, .connectionFailed),
    ])
    func `a failure of the network has its class before and after the first text`(
        failure: HTTPTransportError.Code, before: ModelError.Code, after: ModelError.Code
    ) async throws {
        let cause = HTTPTransportError(failure, "why.")
        let early = FakeTransport { _ in throw cause }
        #expect(try await Collected(Self.openAI(early).stream(Self.request)).error?.code == before)
        let text = "data: {\"choices\":[{\"delta\":{\"content\":\"so far\"}}]}\n\n"
        let late = try await Collected(Self.openAI(FakeTransport([text], error: cause)).stream(Self.request))
        #expect(late.error?.code == after)
        #expect(late.error?.partial?.text == "so far")
    }

    @Test(arguments: HTTPTransportError.Code.allCases)
    func `a request that never arrived costs nothing, one that was lost on the way may`(
        _ failure: HTTPTransportError.Code
    ) async throws {
        let transport = FakeTransport { _ in throw HTTPTransportError(failure, "why.") }
        let error = try await Collected(Self.openAI(transport).stream(Self.request)).error
        let mayCost = [.disconnected, .idle, .timeout, .malformed, .other].contains(failure)
        #expect((error?.partial?.usage.inputTokens ?? 0 > 0) == mayCost)
    }

    @Test(arguments: [401, 429, 500, 529]) func `a request that was refused costs nothing`(_ status: Int) async throws {
        let transport = FakeTransport(status: status, headers: ["content-type": "application/json"], ["{}"])
        let error = try await Collected(Self.openAI(transport).stream(Self.request)).error
        #expect(error != nil && error?.partial == nil)
    }

    @Test func `nothing is sent before the first pull, and each iterator makes its own call`() async throws {
        let transport = FakeTransport([RecordedStreams.openAI])
        let stream = try Self.openAI(transport).stream(Self.request)
        var first = stream.makeAsyncIterator()
        #expect(await transport.requests.isEmpty)
        _ = try await first.next()
        _ = try await Collected(stream)
        #expect(await transport.requests.count == 2)
    }

    @Test func `after the end and after an error there is nothing more`() async throws {
        var whole = try Self.openAI(FakeTransport([RecordedStreams.openAI])).stream(Self.request).makeAsyncIterator()
        while let event = try await whole.next() { if case .finished = event { break } }
        #expect(try await whole.next() == nil)
        var broken = try Self.openAI(FakeTransport([])).stream(Self.request).makeAsyncIterator()
        await #expect(throws: ModelError.self) { try await broken.next() }
        #expect(try await broken.next() == nil)
    }

    @Test func `the body is gone when the reader drops the iterator`() async throws {
        final class Witness: Sendable {
            let onGone: @Sendable () -> Void
            init(_ onGone: @escaping @Sendable () -> Void) { self.onGone = onGone }
            deinit { self.onGone() }
        }
        let (gone, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let transport = FakeTransport { _ in
            let witness = Witness { continuation.finish() }
            let text = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"
            return .init(
                status: 200, headers: [:],
                body: HTTPBody {
                    _ = witness
                    return Array(text.utf8)
                })
        }
        for try await _ in try Self.openAI(transport).stream(Self.request) { break }
        for await _ in gone {}
    }

    @Test func `a cancelled reader gets what had come, as cancelled`() async throws {
        let (started, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let transport = FakeTransport { _ in
            .init(
                status: 200, headers: [:],
                body: HTTPBody {
                    continuation.finish()
                    // Stands for a connection on which nothing comes until it is closed.
                    let (never, _) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
                    for await _ in never {}
                    throw HTTPTransportError(.disconnected, "closed.")
                })
        }
        let model = try Self.openAI(transport)
        // Cancelled below.
        let reader = Task { try await model.complete(Self.request) }
        for await _ in started {}
        reader.cancel()
        let error = await #expect(throws: ModelError.self) { try await reader.value }
        #expect(error?.code == .cancelled && error?.isRetryable == false)
        #expect(error?.partial?.usage.inputTokens ?? 0 > 0)
    }

    @Test func `a stream that was written by hand is read like one of a provider`() async throws {
        struct Scripted: LanguageModel {
            var name: String { "scripted" }
            func stream(_ request: ModelRequest) -> ModelStream { ModelStream([.text("a"), .text("b")]) }
        }
        let error = await #expect(throws: ModelError.self) { try await Scripted().complete(Self.request) }
        #expect(error?.code == .truncated && error?.partial?.text == "ab")
    }
}
