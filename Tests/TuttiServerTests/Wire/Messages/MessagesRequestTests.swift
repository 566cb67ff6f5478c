import Testing
import TuttiAgents
import TuttiServer

@Suite struct MessagesRequestTests {
    static let hello = #""messages":[{"role":"user","content":"Hello"}]"#

    @Test func `what matters is read, and what is not known is ignored`() throws {
        let body = """
            {"model":"tutti/coach","max_tokens":9,"system":[{"type":"text","text":"Be kind"}],"stream":true,
             "stop_sequences":["END"],"temperature":1,"metadata":{"user_id":"u"},"thinking":{"type":"disabled"},
             "messages":[{"role":"user","content":[{"type":"text","text":"1","cache_control":{"type":"ephemeral"}}]},
             {"role":"assistant","content":"2"},{"role":"user","content":"3"}]}
            """
        let request = try MessagesRequest(parsing: Array(body.utf8))
        #expect(request.model == "tutti/coach")
        #expect(request.isStreamed)
        #expect(request.bounds == AnswerBounds(stop: ["END"], maximumTokens: 9))
        #expect(request.question == Question("3", background: "system: Be kind\nuser: 1\nassistant: 2"))
    }

    @Test(arguments: [
        (#"{"model":"m",\#(hello)}"#, "max_tokens", "missing"),
        (#"{"model":"m","max_tokens":0,\#(hello)}"#, "max_tokens", "invalid_value"),
        (#"{"model":"m","max_tokens":"9",\#(hello)}"#, "max_tokens", "invalid_type"),
        (#"{"max_tokens":9,\#(hello)}"#, "model", "missing"),
        (#"{"model":"m","max_tokens":9}"#, "messages", "missing"),
        (#"{"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":"x"}]}"#, "messages", "invalid_value"),
        (
            #"{"model":"m","max_tokens":9,"messages":[{"role":"tool","content":"x"}]}"#, "messages[0].role",
            "invalid_value"
        ),
        (
            #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image"}]}]}"#,
            "messages[0].content[0]", "invalid_value"
        ),
        (#"{"model":"m","max_tokens":9,"system":7,\#(hello)}"#, "system", "invalid_type"),
        (#"{"model":"m","max_tokens":9,"stop_sequences":[""],\#(hello)}"#, "stop_sequences", "invalid_value"),
    ])
    func `what is wrong is refused by the name of the member`(body: String, parameter: String, code: String) {
        let error = #expect(throws: APIError.self) { try MessagesRequest(parsing: Array(body.utf8)) }
        #expect(error?.status == 400)
        #expect(error?.parameter == parameter)
        #expect(error?.code == code)
    }
}
