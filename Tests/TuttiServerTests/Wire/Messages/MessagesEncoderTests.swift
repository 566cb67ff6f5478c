import Testing
import TuttiCore
import TuttiJSON
import TuttiServer

@Suite struct MessagesEncoderTests {
    private static let encoder = MessagesEncoder(run: RunID("r"), model: "tutti/coach")
    private static let outcome = ChatOutcome(
        answer: "Hi", finish: .whole, usage: Usage(inputTokens: 3, outputTokens: 4), details: JSONText(["run": "r"]))
    private static let usage =
        #""usage":{"input_tokens":3,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":4}"#

    @Test func `the whole answer is one object`() {
        #expect(
            Self.encoder.whole(Self.outcome).text
                == #"{"id":"msg_r","type":"message","role":"assistant","model":"tutti/coach","#
                + #""content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","stop_sequence":null,"#
                + Self.usage + #","tutti":{"run":"r"}}"#)
    }

    @Test func `a stream is named events, from the start of the message to its stop`() {
        let events = Self.encoder.opening() + Self.encoder.delta("H\n") + Self.encoder.closing(Self.outcome)
        let expected = [
            (
                "message_start",
                #""message":{"id":"msg_r","type":"message","role":"assistant","model":"tutti/coach","content":[],"#
                    + #""stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"#
                    + #""cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}"#
            ),
            ("content_block_start", #""index":0,"content_block":{"type":"text","text":""}"#),
            ("content_block_delta", #""index":0,"delta":{"type":"text_delta","text":"H\n"}"#),
            ("content_block_stop", #""index":0"#),
            (
                "message_delta",
                #""delta":{"stop_reason":"end_turn","stop_sequence":null},"# + Self.usage + #","tutti":{"run":"r"}"#
            ),
        ]
        let text = expected.map { "event: \($0.0)\ndata: {\"type\":\"\($0.0)\",\($0.1)}\n\n" }.joined()
        #expect(events == text + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
    }

    @Test(
        arguments: [
            (.whole, "end_turn", nil), (.length, "max_tokens", nil), (.stopSequence("END"), "stop_sequence", "END"),
        ] as [(ChatOutcome.Finish, String, String?)])
    func `why it ends is said`(finish: ChatOutcome.Finish, reason: String, sequence: String?) throws {
        let whole = try JSONValue(parsing: Self.encoder.whole(ChatOutcome(answer: "Hi", finish: finish)).bytes)
        #expect(whole["stop_reason"]?.string == reason)
        #expect(whole["stop_sequence"]?.string == sequence)
    }

    @Test func `no answer is an event of its own`() {
        #expect(
            Self.encoder.failing(ChatOutcome(answer: nil, finish: .length, error: ChatOutcome.tooLate))
                == "event: error\ndata: "
                + #"{"type":"error","error":{"type":"timeout_error","message":"no answer by the deadline"}}"# + "\n\n")
    }

    @Test(arguments: [
        (400, "invalid_request_error"), (401, "authentication_error"), (403, "permission_error"),
        (404, "not_found_error"), (405, "invalid_request_error"), (413, "request_too_large"),
        (421, "invalid_request_error"), (429, "rate_limit_error"), (500, "api_error"), (503, "overloaded_error"),
        (504, "timeout_error"),
    ])
    func `errors have the types of the interface`(status: Int, type: String) {
        let json = APIError(status, "t", "c", "m").json(for: .anthropic)
        #expect(json == ["type": "error", "error": ["type": .string(type), "message": "m"]])
        #expect(APIError(status, "t", "c", "m").json(for: .openAI)["error"]?["code"] == "c")
    }

    @Test(
        arguments: [
            ("/v1/messages", nil, .anthropic), ("/v1/messages?beta=true", nil, .anthropic),
            ("/v1/messages/count_tokens", nil, .anthropic), ("/v1/models", "2026-10-21", .anthropic),
            ("/v1/models", nil, .openAI), ("/v1/messages2", nil, .openAI), ("/v1/responses", nil, .openAI),
        ] as [(String, String?, APIDialect)])
    func `whose interface it is says the path, or the header`(path: String, version: String?, dialect: APIDialect) {
        var head = RequestHead("GET", path)
        head.anthropicVersion = version
        #expect(APIDialect(head) == dialect)
    }
}
