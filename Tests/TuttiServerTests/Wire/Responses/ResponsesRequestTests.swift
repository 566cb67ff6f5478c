import Testing
import TuttiAgents
import TuttiServer

@Suite struct ResponsesRequestTests {
    @Test func `what matters is read, and what is not known is ignored`() throws {
        let body = """
            {"model":"tutti/coach","input":"Hello","instructions":"Be kind","stream":true,"max_output_tokens":7,
             "temperature":0.2,"store":true,"tools":[{"type":"web_search"}],"previous_response_id":null,"background":false}
            """
        let request = try ResponsesRequest(parsing: Array(body.utf8))
        #expect(request.model == "tutti/coach")
        #expect(request.isStreamed)
        #expect(request.bounds == AnswerBounds(maximumTokens: 7))
        #expect(request.question == Question("Hello", background: "system: Be kind"))
    }

    @Test(arguments: [
        (#"{"role":"user","content":"Q"}"#, "Q", ""),
        (#"{"type":"message","role":"user","content":[{"type":"input_text","text":"a"}]}"#, "a", ""),
        (
            #"{"role":"developer","content":"Be kind"},{"role":"user","content":"1"},{"type":"message","role":"assistant","#
                + #""id":"msg_1","content":[{"type":"output_text","text":"2","annotations":[]}]},"#
                + #"{"role":"user","content":"3"}"#, "3", "developer: Be kind\nuser: 1\nassistant: 2"
        ),
    ])
    func `a list of messages is a conversation`(items: String, text: String, background: String) throws {
        let request = try ResponsesRequest(parsing: Array(#"{"model":"m","input":[\#(items)]}"#.utf8))
        #expect(request.question == Question(text, background: background))
        #expect(!request.isStreamed && request.bounds.isNone)
    }

    @Test(arguments: [
        (#"{"input":"Q"}"#, "model", "missing"),
        (#"{"model":"m"}"#, "input", "missing"),
        (#"{"model":"m","input":""}"#, "input", "invalid_value"),
        (#"{"model":"m","input":7}"#, "input", "invalid_type"),
        (#"{"model":"m","input":[]}"#, "input", "invalid_value"),
        (#"{"model":"m","input":[{"type":"item_reference","id":"x"}]}"#, "input[0].type", "invalid_value"),
        (#"{"model":"m","input":[{"type":7}]}"#, "input[0].type", "invalid_value"),
        (#"{"model":"m","input":[{"role":"tool","content":"x"}]}"#, "input[0].role", "invalid_value"),
        (
            #"{"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]}"#, "input[0].content[0]",
            "invalid_value"
        ),
        (#"{"model":"m","input":"Q","max_output_tokens":0}"#, "max_output_tokens", "invalid_value"),
        (#"{"model":"m","input":"Q","instructions":[]}"#, "instructions", "invalid_type"),
        (#"{"model":"m","input":"Q","previous_response_id":"resp_1"}"#, "previous_response_id", "invalid_value"),
        (#"{"model":"m","input":"Q","conversation":{"id":"c"}}"#, "conversation", "invalid_value"),
        (#"{"model":"m","input":"Q","background":true}"#, "background", "invalid_value"),
    ])
    func `what is wrong is refused by the name of the member`(body: String, parameter: String, code: String) {
        let error = #expect(throws: APIError.self) { try ResponsesRequest(parsing: Array(body.utf8)) }
        #expect(error?.status == 400)
        #expect(error?.parameter == parameter)
        #expect(error?.code == code)
    }
}
