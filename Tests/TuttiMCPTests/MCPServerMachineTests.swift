import Testing
import TuttiJSON
import TuttiMCP

@Suite struct MCPServerMachineTests {
    private func machine(maximumCalls: Int = 8) -> MCPServerMachine {
        let tool = MCPToolDescription(name: "echo", description: "says it again", inputSchema: JSONObject())
        return MCPServerMachine(name: "s", version: "1", tools: [tool], maximumCalls: maximumCalls)
    }

    private func request(_ id: String, _ method: String, _ parameters: String = "{}") -> [UInt8] {
        Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#.utf8)
    }

    private func ready(maximumCalls: Int = 8) -> MCPServerMachine {
        var machine = self.machine(maximumCalls: maximumCalls)
        _ = machine.received(self.request("0", "initialize"))
        return machine
    }

    private func sent(_ action: MCPServerMachine.Action) throws -> JSONValue {
        guard case .send(let line) = action else {
            Issue.record("nothing is sent but \(action)")
            return .null
        }
        return try JSONValue(parsing: line)
    }

    private func code(_ action: MCPServerMachine.Action) throws -> Int? {
        try self.sent(action)["error"]?["code"]?.integer
    }

    @Test(arguments: [
        ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("", "2025-11-25"),
    ])
    func `a version that we know is echoed, any other gets the newest`(_ asked: String, _ answered: String) throws {
        var machine = self.machine()
        let answer = try self.sent(
            machine.received(self.request("1", "initialize", #"{"protocolVersion":"\#(asked)"}"#)))
        #expect(answer["result"]?["protocolVersion"]?.string == answered)
        #expect(answer["result"]?["capabilities"]?["tools"]?.object != nil)
        #expect(answer["result"]?["serverInfo"]?["name"] == "s")
    }

    @Test func `before initialize only ping is answered, and nothing prevents initialize`() throws {
        var machine = self.machine()
        #expect(try self.sent(machine.received(self.request("1", "ping")))["result"]?.object == JSONObject())
        #expect(try self.code(machine.received(self.request("2", "tools/list"))) == -32600)
        #expect(try self.code(machine.received(self.request("3", "tools/call", #"{"name":"echo"}"#))) == -32600)
        #expect(try self.code(machine.received(self.request("4", "server/discover"))) == -32601)
        #expect(try self.sent(machine.received(self.request("5", "initialize")))["result"] != nil)
        #expect(
            try self.sent(machine.received(self.request("6", "tools/list")))["result"]?["tools"]?[0]?["name"] == "echo")
    }

    @Test func `wrong requests get their codes`() throws {
        var machine = self.ready()
        #expect(try self.code(machine.received(self.request("1", "resources/list"))) == -32601)
        #expect(try self.code(machine.received(self.request("2", "tools/call", #"{"name":"nope"}"#))) == -32602)
        #expect(try self.code(machine.received(self.request("3", "tools/call"))) == -32602)
        let list = #"{"name":"echo","arguments":[1]}"#
        #expect(try self.code(machine.received(self.request("4", "tools/call", list))) == -32602)
    }

    @Test(arguments: [
        "", "garbage", "{}", "[]", #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, #"{"jsonrpc":"2.0","method":"nonsense"}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
    ])
    func `what is no request is ignored`(_ line: String) {
        var machine = self.ready()
        #expect(machine.received(Array(line.utf8)) == .ignore)
    }

    @Test func `a call is answered under its id, whether a number or a text`() throws {
        var machine = self.ready()
        for id in ["1", "\"one\""] {
            let call = self.request(id, "tools/call", #"{"name":"echo","arguments":{"a":1}}"#)
            guard case .call(let callID, "echo", let arguments) = machine.received(call) else {
                Issue.record("not called")
                return
            }
            #expect(arguments["a"] == 1)
            let line = machine.callEnded(callID, MCPToolResult(text: "t"))
            let answer = try JSONValue(parsing: try #require(line))
            #expect(answer["id"]?.serialized() == id)
            #expect(machine.callEnded(callID, MCPToolResult(text: "t")) == nil)
        }
    }

    @Test func `a cancelled call gets no answer, and its id is free only when it has ended`() throws {
        var machine = self.ready()
        let call = self.request("1", "tools/call", #"{"name":"echo"}"#)
        let cancel = Array(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#.utf8)
        _ = machine.received(call)
        #expect(machine.received(cancel) == .cancel(.integer(1)))
        #expect(machine.received(cancel) == .ignore)
        #expect(try self.code(machine.received(call)) == -32600)
        #expect(machine.callEnded(.integer(1), MCPToolResult(text: "late")) == nil)
        #expect(machine.received(call) == .call(.integer(1), tool: "echo", arguments: JSONObject()))
    }

    @Test func `an id that is in flight and a call above the limit are refused`() throws {
        var machine = self.ready(maximumCalls: 2)
        let parameters = #"{"name":"echo"}"#
        _ = machine.received(self.request("1", "tools/call", parameters))
        #expect(try self.code(machine.received(self.request("1", "tools/call", parameters))) == -32600)
        _ = machine.received(self.request("2", "tools/call", parameters))
        #expect(try self.code(machine.received(self.request("3", "tools/call", parameters))) == -32603)
        _ = machine.callEnded(.integer(1), MCPToolResult(text: ""))
        #expect(
            machine.received(self.request("3", "tools/call", parameters))
                == .call(.integer(3), tool: "echo", arguments: JSONObject()))
    }
}
