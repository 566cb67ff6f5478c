import Testing
import TuttiHTTP
import TuttiJSON
import TuttiModels

/// Against a small language model on this machine.
@Suite(
    .serialized,
    .enabled(
        if: LiveServer.openAI.isThere, "TUTTI_LIVE_OPENAI_URL is not set (http://127.0.0.1:PORT/v1 of a llama.cpp)"))
struct LocalModelLiveTests {
    private let server = LiveServer.openAI
    private let transport = AsyncHTTPTransport()

    private func request(_ text: String, maximumTokens: Int = 20) -> ModelRequest {
        var request = ModelRequest([.system("You are brief."), .user(text)], maximumTokens: maximumTokens)
        request.temperature = 0
        request.timeout = .seconds(60)
        return request
    }

    @Test(arguments: [false, true]) func `an answer streams with its tokens on both wires`(isAnthropic: Bool)
        async throws
    {
        let model: any LanguageModel =
            try isAnthropic
            ? self.server.anthropic(self.transport, model: "any") : self.server.openAI(self.transport, model: "any")
        var pieces = 0
        var last: TokenUsage?
        var reason: FinishReason?
        for try await event in model.stream(self.request("Say hello to \(isAnthropic ? "Ann" : "Bob").")) {
            switch event {
            case .text: pieces += 1
            case .usage(let usage): last = usage
            case .finished(let why): reason = why
            }
        }
        #expect(pieces > 1)
        let usage = try #require(last)
        #expect(usage.inputTokens > 5 && usage.outputTokens >= pieces / 2 && !usage.isEstimated)
        #expect(reason == .stop || reason == .length)
    }

    @Test func `the first model that the server lists is found`() async throws {
        let selection = try ModelSelection(
            model: "openai:", environment: ["OPENAI_API_KEY": "x", "OPENAI_BASE_URL": self.server.root + "/v1"])
        let found = try await ModelCatalog(transport: self.transport, limit: .seconds(5)).resolve(selection)
        #expect(found.choice?.modelName.isEmpty == false)
    }

    @Test(arguments: ["cancel", "drop"]) func `a call that is given up frees the server's slot`(how: String)
        async throws
    {
        let model = try self.server.openAI(self.transport, model: "any")
        let request = self.request("Count from one to a thousand, in words (\(how)).", maximumTokens: 1_500)
        if how == "drop" {
            for try await event in model.stream(request) { if case .text = event { break } }
        } else {
            let (started, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            // Cancelled below.
            let reader = Task {
                for try await event in model.stream(request) { if case .text = event { continuation.finish() } }
            }
            for await _ in started {}
            reader.cancel()
            let error = await #expect(throws: ModelError.self) { try await reader.value }
            #expect(error?.code == .cancelled && error?.partial?.text.isEmpty == false)
        }
        // The server's own view is asked as often as it answers, for at most a second.
        let clock = ContinuousClock()
        let start = clock.now
        var isBusy = true
        while isBusy, clock.now - start < .seconds(1) {
            isBusy = try await self.server.text(self.transport, "GET", "/slots").contains(#""is_processing":true"#)
        }
        #expect(!isBusy)
    }

    @Test func `a conversation that is too long has its class`() async throws {
        let model = try self.server.openAI(self.transport, model: "any")
        let text = (0..<4_000).map { "word\($0)" }.joined(separator: " ")
        let error = await #expect(throws: ModelError.self) { try await model.complete(self.request(text)) }
        #expect(error?.code == .contextTooLong && error?.isRetryable == false)
    }

    @Test func `a wrong path has its class and says where to look`() async throws {
        let model = OpenAIModel(
            model: "any", baseURL: try BaseURL(self.server.root + "/wrong"), key: nil, transport: self.transport)
        let error = await #expect(throws: ModelError.self) { try await model.complete(self.request("Hi.")) }
        #expect(error?.code == .notFound && error?.message.contains("OPENAI_BASE_URL") == true)
    }

    @Test func `a schema gives JSON of that shape`() async throws {
        var request = self.request("Which city is the capital of France?", maximumTokens: 60)
        request.responseSchema = .init(
            name: "city",
            schema: ["type": "object", "properties": ["city": ["type": "string"]], "required": ["city"]])
        let model = try self.server.openAI(self.transport, model: "any")
        #expect(try await model.complete(request).text.contains("\"city\""))
    }
}
