import Testing
import TuttiAgents
import TuttiJSON
import TuttiServer

@Suite struct ChatCompletionRequestTests {
    static let many = (0...16).map { "\"\($0)\"" }.joined(separator: ",")
    static let hello = #""messages":[{"role":"user","content":"Hello"}]"#

    @Test func `what matters is read, and what is not known is ignored`() throws {
        let body = """
            {"model":"tutti/coach","stream":true,"stream_options":{"include_usage":true,"later":1},"max_tokens":5,
             "max_completion_tokens":7,"stop":["END","\\n\\n"],"temperature":0.2,"tools":[{"type":"function"}],"n":1,
             "user":null,"messages":[{"role":"user","content":"Hello","name":"x"}]}
            """
        let request = try ChatCompletionRequest(parsing: Array(body.utf8))
        #expect(request.model == "tutti/coach")
        #expect(request.isStreamed && request.includesUsage)
        #expect(request.bounds == AnswerBounds(stop: ["END", "\n\n"], maximumTokens: 7))
        #expect(request.question == Question("Hello"))
    }

    @Test(arguments: [
        (#"{"role":"user","content":"Q"}"#, "Q", ""),
        (#"{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "a\nb", ""),
        (
            #"{"role":"system","content":"Be kind"},{"role":"user","content":"1"},{"role":"assistant","content":"2"},"#
                + #"{"role":"user","content":"3"}"#, "3", "system: Be kind\nuser: 1\nassistant: 2"
        ),
        (#"{"role":"user","content":"Q"},{"role":"assistant","content":"later"}"#, "Q", ""),
        (#"{"role":"user","content":"Q"},{"role":"user","content":"  "}"#, "Q", ""),
        (
            #"{"role":"assistant","content":null,"tool_calls":[]},{"role":"tool","content":"42","tool_call_id":"t"},"#
                + #"{"role":"user","content":"Q"}"#, "Q", "tool: 42"
        ),
    ])
    func `the last message of the user is the question, what came before it the background`(
        messages: String, text: String, background: String
    ) throws {
        let request = try ChatCompletionRequest(parsing: Array(#"{"model":"m","messages":[\#(messages)]}"#.utf8))
        #expect(request.question == Question(text, background: background))
        #expect(!request.isStreamed && !request.includesUsage && request.bounds.isNone)
    }

    @Test(arguments: [
        ("", nil, "invalid_json"),
        ("[]", nil, "invalid_json"),
        (#"{"model":"m","model":"n"}"#, nil, "invalid_json"),
        (String(repeating: "[", count: 1_000), nil, "invalid_json"),
        (#"{\#(hello)}"#, "model", "missing"),
        (#"{"model":3,\#(hello)}"#, "model", "invalid_type"),
        (#"{"model":"m"}"#, "messages", "missing"),
        (#"{"model":"m","messages":{}}"#, "messages", "invalid_type"),
        (#"{"model":"m","messages":[]}"#, "messages", "invalid_value"),
        (#"{"model":"m","messages":[7]}"#, "messages[0]", "invalid_type"),
        (#"{"model":"m","messages":[{"content":"x"}]}"#, "messages[0].role", "invalid_value"),
        (#"{"model":"m","messages":[{"role":"root","content":"x"}]}"#, "messages[0].role", "invalid_value"),
        (#"{"model":"m","messages":[{"role":"user","content":7}]}"#, "messages[0].content", "invalid_type"),
        (
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]}"#, "messages[0].content[0]",
            "invalid_value"
        ),
        (#"{"model":"m","messages":[{"role":"assistant","content":"x"}]}"#, "messages", "invalid_value"),
        (#"{"model":"m","messages":[{"role":"user","content":" \n"}]}"#, "messages", "invalid_value"),
        (#"{"model":"m","stream":"yes",\#(hello)}"#, "stream", "invalid_type"),
        (#"{"model":"m","stream_options":{"include_usage":1},\#(hello)}"#, "include_usage", "invalid_type"),
        (#"{"model":"m","max_tokens":0,\#(hello)}"#, "max_tokens", "invalid_value"),
        (#"{"model":"m","max_completion_tokens":1.5,\#(hello)}"#, "max_completion_tokens", "invalid_type"),
        (#"{"model":"m","n":2,\#(hello)}"#, "n", "invalid_value"),
        (#"{"model":"m","stop":7,\#(hello)}"#, "stop", "invalid_type"),
        (#"{"model":"m","stop":["a",7],\#(hello)}"#, "stop", "invalid_type"),
        (#"{"model":"m","stop":[""],\#(hello)}"#, "stop", "invalid_value"),
        (#"{"model":"m","stop":[\#(many)],\#(hello)}"#, "stop", "invalid_value"),
    ])
    func `what is wrong is refused by the name of the member`(body: String, parameter: String?, code: String) {
        let error = #expect(throws: APIError.self) { try ChatCompletionRequest(parsing: Array(body.utf8)) }
        #expect(error?.status == 400)
        #expect(error?.type == "invalid_request_error")
        #expect(error?.parameter == parameter)
        #expect(error?.code == code)
    }

    @Test func `an error has the form that clients know`() {
        #expect(
            APIError.invalid("no \"x\"", "x").json.serialized()
                == #"{"error":{"message":"no \"x\"","type":"invalid_request_error","param":"x","code":"invalid_value"}}"#
        )
    }
}
