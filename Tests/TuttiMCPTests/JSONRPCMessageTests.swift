import Testing
import TuttiJSON
import TuttiMCP

@Suite struct JSONRPCMessageTests {
    @Test(arguments: [
        JSONRPCMessage.request(id: .integer(1), method: "ping", parameters: JSONObject()),
        .request(id: .string("a"), method: "tools/call", parameters: JSONObject([("name", "x")])),
        .notification(method: "notifications/initialized", parameters: JSONObject()),
        .notification(method: "notifications/progress", parameters: JSONObject([("progress", 1)])),
        .response(id: .integer(7), result: ["tools": []]), .response(id: .string("b"), result: .null),
        .failure(id: .integer(7), JSONRPCError(code: -32601, message: "no\nsuch \u{2028} method")),
    ])
    func `what is written is one line, and is read as it was`(_ message: JSONRPCMessage) {
        #expect(!message.line.contains(0x0A))
        #expect(JSONRPCMessage(parsing: message.line) == message)
    }

    @Test(arguments: [
        "", "hello", "{}", "[]", "null", "7", #"{"foo":1}"#, #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
        #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#,
        #"{"jsonrpc":"2.0","id":1,"method":7}"#, #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","result":1}"#,
        #"{"jsonrpc":"2.0","id":1,"error":"no"}"#, #"{"jsonrpc":"2.0","id":1,"id":2,"result":1}"#,
        #"{"jsonrpc":"2.0","id":1,"result":1"#,
    ])
    func `what is no message is nothing`(_ line: String) {
        #expect(JSONRPCMessage(parsing: Array(line.utf8)) == nil)
    }

    @Test func `invalid UTF-8 is replaced`() {
        let line = Array(#"{"jsonrpc":"2.0","id":1,"result":""#.utf8) + [0xFF] + Array("\"}".utf8)
        #expect(JSONRPCMessage(parsing: line) == .response(id: .integer(1), result: "\u{FFFD}"))
    }

    @Test func `an error without an id is read`() {
        let line = Array(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"bad"}}"#.utf8)
        #expect(JSONRPCMessage(parsing: line) == .failure(id: nil, JSONRPCError(code: -32700, message: "bad")))
    }
}
