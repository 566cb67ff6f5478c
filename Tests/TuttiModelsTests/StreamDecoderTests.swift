import Testing
import TuttiModels

/// The recorded streams through the real driver: parser, decoder and call, with a fake network below.
@Suite struct StreamDecoderTests {
    struct Recording: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var stream: String
        var isAnthropic: Bool
        var text: String
        var usage: TokenUsage
        var reason: FinishReason

        func model(_ transport: any HTTPTransport) throws -> any LanguageModel {
            let url = try BaseURL("http://127.0.0.1:1")
            return self.isAnthropic
                ? AnthropicModel(model: "m", baseURL: url, key: nil, transport: transport)
                : OpenAIModel(model: "m", baseURL: url, key: nil, transport: transport)
        }

        func collect(_ chunks: [[UInt8]], error: HTTPTransportError? = nil) async throws -> Collected {
            let transport = FakeTransport { _ in .init(status: 200, headers: [:], body: HTTPBody(chunks, error: error))
            }
            return try await Collected(self.model(transport).stream(ModelRequest([.user("Say hello.")])))
        }
    }

    static let recordings = [
        Recording(
            testDescription: "llama.cpp, OpenAI's wire", stream: RecordedStreams.openAI, isAnthropic: false,
            text: "Hello! to", usage: .init(inputTokens: 33, outputTokens: 6, cachedInputTokens: 26),
            reason: .length),
        Recording(
            testDescription: "llama.cpp, Anthropic's wire", stream: RecordedStreams.anthropic, isAnthropic: true,
            text: "It to make", usage: .init(inputTokens: 35, outputTokens: 6, cachedInputTokens: 5),
            reason: .length),
        Recording(
            testDescription: "OpenAI, as documented", stream: RecordedStreams.openAIDocumented, isAnthropic: false,
            text: "Début: 日本 👩‍👩‍👧", usage: .init(inputTokens: 12, outputTokens: 9, cachedInputTokens: 4), reason: .stop),
        Recording(
            testDescription: "Anthropic, as documented", stream: RecordedStreams.anthropicDocumented, isAnthropic: true,
            text: "Début: 日本", usage: .init(inputTokens: 20, outputTokens: 9, cachedInputTokens: 3), reason: .stop),
    ]

    @Test(arguments: Self.recordings)
    func `a recorded stream gives its text, its tokens, its end, in this order`(recording: Recording) async throws {
        let collected = try await recording.collect([Array(recording.stream.utf8)])
        #expect(collected.error == nil)
        #expect(collected.text == recording.text)
        #expect(collected.events.suffix(2) == [.usage(recording.usage), .finished(recording.reason)])
    }

    @Test(arguments: Self.recordings)
    func `split at every byte it decodes the same`(recording: Recording) async throws {
        let bytes = Array(recording.stream.utf8)
        let whole = try await recording.collect([bytes])
        for cut in 1..<bytes.count {
            let split = try await recording.collect([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(split == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: Self.recordings, [nil, HTTPTransportError(.disconnected, "the connection was reset.")])
    func `cut at every byte it is never complete, and what had come is kept`(
        recording: Recording, error: HTTPTransportError?
    ) async throws {
        let bytes = Array(recording.stream.utf8)
        for cut in 0..<bytes.count {
            let collected = try await recording.collect([Array(bytes[..<cut])], error: error)
            #expect(!collected.isFinished, "cut at \(cut)")
            let failure = try #require(collected.error, "cut at \(cut)")
            let isEarly = error != nil && collected.text.isEmpty
            #expect(failure.code == (isEarly ? .connectionFailed : .truncated), "cut at \(cut)")
            #expect(failure.isRetryable)
            let partial = try #require(failure.partial)
            #expect(partial.text == collected.text)
            #expect(recording.text.hasPrefix(partial.text))
            #expect(partial.usage.isEstimated && partial.usage.inputTokens > 0)
            #expect(partial.usage.outputTokens >= TokenUsage.estimatedTokens(bytes: partial.text.utf8.count))
        }
    }

    private static func openAI(_ events: String...) async throws -> Collected {
        try await Self.recordings[0].collect([Array(events.map { "data: \($0)\n\n" }.joined().utf8)])
    }

    private static func anthropic(_ events: String...) async throws -> Collected {
        try await Self.recordings[1].collect([Array(events.map { "data: \($0)\n\n" }.joined().utf8)])
    }

    private static let end = #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#

    @Test(arguments: [
        #"{"choices":[]}"#, #"{"choices":null}"#, "{}", #"{"choices":[{"delta":{"content":null}}]}"#,
        #"{"choices":[{"delta":{"content":""}}]}"#, #"{"choices":[{}]}"#, #"{"choices":[{"delta":null}]}"#,
        #"{"error":null}"#, #"{"choices":[{"index":1,"delta":{"content":"other choice"}}]}"#, " ",
        #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{"}}]}}]}"#,
        #"{"new":{"a":[1]},"choices":[{"delta":{"reasoning_content":"hm"}}]}"#,
    ])
    func `a chunk without text is accepted in silence`(chunk: String) async throws {
        let collected = try await Self.openAI(chunk, Self.end, "[DONE]")
        #expect(collected.error == nil)
        #expect(collected.text.isEmpty)
        #expect(collected.isFinished)
    }

    @Test(arguments: ["{", "null", "[]", "{\"a\":1,\"a\":2}", "<html>", "NaN"])
    func `a chunk that is not an object of JSON ends the call`(chunk: String) async throws {
        let good = #"{"choices":[{"delta":{"content":"so far"}}]}"#
        let collected = try await Self.openAI(good, chunk, Self.end, "[DONE]")
        #expect(collected.events == [.text("so far")])
        #expect(collected.error?.code == .malformedResponse)
        #expect(collected.error?.partial?.text == "so far")
    }

    @Test func `an end without a reason is no end`() async throws {
        let collected = try await Self.openAI(#"{"choices":[{"delta":{"content":"x"}}]}"#, "[DONE]")
        #expect(collected.error?.code == .truncated)
    }

    @Test func `what comes after the end is not looked at`() async throws {
        let collected = try await Self.openAI(Self.end, "[DONE]", "garbage", #"{"error":{"message":"late"}}"#)
        #expect(collected.isFinished)
    }

    @Test func `without figures of the provider the tokens are estimated`() async throws {
        let collected = try await Self.openAI(
            #"{"choices":[{"delta":{"content":"12345678"},"finish_reason":"stop"}]}"#, "[DONE]")
        let usage = TokenUsage(inputTokens: 7, outputTokens: 2, isEstimated: true)
        #expect(collected.events == [.text("12345678"), .usage(usage), .finished(.stop)])
    }

    @Test(arguments: [
        #"{"error":{"message":"busy","type":"overloaded_error"}}"#,
        #"{"error":{"message":"busy","type":"unavailable_error","code":503}}"#,
        #"{"error":{"message":"busy","code":"503"}}"#,
    ])
    func `an error inside a stream has its class, and keeps what had come`(event: String) async throws {
        let text = #"{"choices":[{"delta":{"content":"so far"}}]}"#
        let collected = try await Self.openAI(text, event, Self.end, "[DONE]")
        #expect(collected.error?.code == .overloaded)
        #expect(collected.error?.partial?.text == "so far")
        #expect(collected.error?.message.contains("busy") == true)
    }

    @Test func `an error event of Anthropic has its class`() async throws {
        let collected = try await Self.anthropic(
            #"{"type":"message_start","message":{"usage":{"input_tokens":40,"output_tokens":1}}}"#,
            #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"so far"}}"#,
            #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#)
        #expect(collected.error?.code == .overloaded)
        let usage = TokenUsage(inputTokens: 40, outputTokens: 2, isEstimated: true)
        #expect(collected.error?.partial == .init(text: "so far", usage: usage))
    }

    @Test func `a refusal is an error of its own`() async throws {
        let filtered = try await Self.openAI(#"{"choices":[{"delta":{},"finish_reason":"content_filter"}]}"#, "[DONE]")
        #expect(filtered.error?.code == .refused)
        let spoken = try await Self.openAI(#"{"choices":[{"delta":{"refusal":"I will not."}}]}"#, Self.end, "[DONE]")
        #expect(spoken.error?.message.contains("I will not.") == true)
        let refused = try await Self.anthropic(
            #"{"type":"message_delta","delta":{"stop_reason":"refusal"}}"#, #"{"type":"message_stop"}"#)
        #expect(refused.error?.code == .refused)
        #expect(refused.error?.isRetryable == false)
    }

    @Test(arguments: [
        ("end_turn", FinishReason.stop), ("stop_sequence", .stop), ("max_tokens", .length), ("tool_use", .toolCalls),
        ("model_context_window_exceeded", .length), ("pause_turn", FinishReason("pause_turn")),
    ])
    func `Anthropic's reasons to stop have our names`(word: String, reason: FinishReason) async throws {
        let collected = try await Self.anthropic(
            #"{"type":"message_delta","delta":{"stop_reason":"\#(word)"}}"#, #"{"type":"message_stop"}"#)
        #expect(collected.events.last == .finished(reason))
    }

    @Test func `figures that a later event leaves out or sets to zero stay`() async throws {
        let collected = try await Self.anthropic(
            #"{"type":"message_start","message":{"usage":{"input_tokens":5,"cache_read_input_tokens":2}}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":0,"output_tokens":3}}"#,
            #"{"type":"message_stop"}"#)
        let usage = TokenUsage(inputTokens: 7, outputTokens: 3, cachedInputTokens: 2)
        #expect(collected.events.suffix(2) == [.usage(usage), .finished(.stop)])
    }

    @Test func `absurd figures do not trap`() async throws {
        let most = Int.max
        let collected = try await Self.anthropic(
            #"{"type":"message_start","message":{"usage":{"input_tokens":\#(most),"cache_read_input_tokens":\#(most)}}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":-5}}"#,
            #"{"type":"message_stop"}"#)
        let usage = TokenUsage(inputTokens: 2_000_000_000, outputTokens: 0, cachedInputTokens: 1_000_000_000)
        #expect(collected.events.suffix(2) == [.usage(usage), .finished(.stop)])
    }
}
