import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

@Suite struct ToolProposalTests {
    /// Reads an answer of a model that was offered the read-only tools of one server.
    private func calls(_ answer: String) throws -> [ToolCall] {
        let schema: JSONValue = [
            "type": "object", "properties": ["id": ["type": "integer"]], "required": ["id"],
        ]
        return try simulate { simulation in
            let server = ScriptedToolServer([("get_task", schema), ("list_tasks", [:]), ("delete_task", schema)])
            let registry = simulation.registry([ToolServer(name: "todo") { server }])
            let connection = try await registry.connection(named: "todo", within: .seconds(1))
            await registry.close()
            return try ToolProposal([connection], policy: .init()).calls(from: answer)
        }
    }

    @Test func `a proper answer is followed, equal calls once`() throws {
        let answer = """
            {"calls": [{"server": "todo", "tool": "get_task", "arguments": {"id": 3}},
            {"server": "todo", "tool": "list_tasks"}, {"server": "todo", "tool": "list_tasks", "arguments": {}}]}
            """
        let get = ToolCall(server: "todo", tool: "get_task", arguments: JSONObject([("id", 3)]))
        #expect(try self.calls(answer) == [get, ToolCall(server: "todo", tool: "list_tasks")])
        #expect(try self.calls(#"{"calls":[]}"#).isEmpty)
    }

    @Test(arguments: [
        ("Sure! {\"calls\":[]}", "no JSON"), ("", "no JSON"), (#"{"calls":[],"calls":[]}"#, "no JSON"),
        (#"[]"#, "no list"), (#"{"calls":{}}"#, "no list"), (#"{"calls":[7]}"#, "no server"),
        (#"{"calls":[{"server":"todo","tool":"delete_task","arguments":{"id":1}}]}"#, "not allowed"),
        (#"{"calls":[{"server":"todo","tool":"rm -rf /","arguments":{}}]}"#, "not allowed"),
        (#"{"calls":[{"server":"bank","tool":"list_tasks","arguments":{}}]}"#, "not allowed"),
        (#"{"calls":[{"server":"todo","tool":"list_tasks","arguments":[]}]}"#, "no object"),
        (#"{"calls":[{"server":"todo","tool":"get_task","arguments":{}}]}"#, "lacks the argument \"id\""),
        (#"{"calls":[{"server":"todo","tool":"get_task","arguments":{"id":1,"x":2}}]}"#, "no argument \"x\""),
    ]) func `anything improper refuses the whole proposal`(answer: String, reason: String) throws {
        let error = #expect(throws: ToolProposal.Refusal.self) { try self.calls(answer) }
        #expect(error?.message.contains(reason) == true)
    }

    @Test func `too many calls and too long arguments are refused`() throws {
        let call = #"{"server":"todo","tool":"list_tasks"}"#
        let many = "{\"calls\":[\(Array(repeating: call, count: 6).joined(separator: ","))]}"
        #expect(throws: ToolProposal.Refusal.self) { try self.calls(many) }
        let long = String(repeating: "x", count: 5000)
        let answer = #"{"calls":[{"server":"todo","tool":"list_tasks","arguments":{"q":"\#(long)"}}]}"#
        #expect(throws: ToolProposal.Refusal.self) { try self.calls(answer) }
    }
}
