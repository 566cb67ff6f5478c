import Testing
import TuttiJSON
import TuttiMCP

@Suite struct MCPClientMachineTests {
    private static let empty = JSONValue.object(JSONObject())

    private func line(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func answer(_ id: Int, _ result: JSONValue = Self.empty) -> [UInt8] {
        JSONRPCMessage.response(id: .integer(id), result: result).line
    }

    private func ready(_ configuration: MCPClient.Configuration = .init()) throws -> MCPClientMachine {
        var machine = MCPClientMachine(configuration)
        let (id, _) = try machine.connect()
        let result: JSONValue = ["protocolVersion": "2025-11-25"]
        #expect(machine.received(self.answer(id, result)) == .complete(id, .result(result)))
        machine.checkInvariants()
        _ = try machine.finishHandshake(result)
        machine.checkInvariants()
        return machine
    }

    @Test func `the handshake asks for the newest version and ends with initialized`() throws {
        var machine = MCPClientMachine()
        let (id, line) = try machine.connect()
        guard case .request(.integer(id), "initialize", let parameters)? = JSONRPCMessage(parsing: line) else {
            Issue.record("not an initialize request")
            return
        }
        #expect(parameters["protocolVersion"] == "2025-11-25")
        #expect(parameters["clientInfo"]?["name"] == "tutti")
        let (info, initialized) = try machine.finishHandshake([
            "protocolVersion": "2024-11-05", "serverInfo": ["name": "s", "version": "2"], "instructions": "be kind",
        ])
        #expect(info.name == "s" && info.version == "2" && info.protocolVersion == "2024-11-05")
        #expect(info.instructions == "be kind")
        #expect(
            JSONRPCMessage(parsing: initialized)
                == .notification(method: "notifications/initialized", parameters: JSONObject()))
        #expect(throws: MCPError.self) { try machine.connect() }
    }

    @Test(arguments: [#"{"protocolVersion":"2030-01-01"}"#, #"{"protocolVersion":7}"#, "{}", "null"])
    func `a version that we do not know is refused`(_ result: String) throws {
        var machine = MCPClientMachine()
        _ = try machine.connect()
        let value = try JSONValue(parsing: result)
        let error = #expect(throws: MCPError.self) { try machine.finishHandshake(value) }
        #expect(error?.code == (result.contains("2030") ? .unsupportedVersion : .protocolViolation))
        #expect(machine.state != .ready)
    }

    @Test func `no request is made before the handshake`() throws {
        var machine = MCPClientMachine()
        #expect(throws: MCPError.self) { try machine.makeRequest("tools/list", JSONObject()) }
        _ = try machine.connect()
        let error = #expect(throws: MCPError.self) { try machine.makeRequest("tools/list", JSONObject()) }
        #expect(error?.code == .notConnected)
    }

    @Test func `a progress token stands beside what else a request says of itself`() throws {
        var machine = try self.ready()
        let meta: JSONValue = ["tutti/idempotencyKey": "k"]
        let parameters = JSONObject([("_meta", meta)])
        let (id, line) = try machine.makeRequest("tools/call", parameters, reportsProgress: true)
        let both: JSONValue = ["tutti/idempotencyKey": "k", "progressToken": .integer(id)]
        let expected = JSONObject([("_meta", both)])
        #expect(JSONRPCMessage(parsing: line) == .request(id: .integer(id), method: "tools/call", parameters: expected))
    }

    @Test func `answers meet their requests in any order`() throws {
        var machine = try self.ready()
        let ids = try (0..<3).map { _ in try machine.makeRequest("m", JSONObject()).id }
        #expect(Set(ids).count == 3)
        for id in ids.reversed() {
            #expect(machine.received(self.answer(id)) == .complete(id, .result(Self.empty)))
            machine.checkInvariants()
        }
        #expect(machine.pending.isEmpty)
    }

    @Test func `duplicate, late, unknown and textual ids meet nobody and are counted`() throws {
        var machine = try self.ready()
        let (first, _) = try machine.makeRequest("m", JSONObject())
        let (second, _) = try machine.makeRequest("m", JSONObject())
        #expect(machine.received(self.answer(first)) == .complete(first, .result(Self.empty)))
        #expect(machine.received(self.answer(first)) == .ignore)
        #expect(machine.drop(second, reason: "r") != nil)
        #expect(machine.received(self.answer(second)) == .ignore)
        for id in ["99", "0", "-1", "\"\(second)\"", "null"] {
            #expect(machine.received(self.line("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":{}}")) == .ignore)
        }
        let error = #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":""}}"#
        #expect(machine.received(self.line(error)) == .ignore)
        #expect(machine.counters.lateAnswers == 2)
        #expect(machine.counters.unknownAnswers == 5)
        #expect(machine.counters.garbageLines == 1)
        machine.checkInvariants()
    }

    @Test func `an id is never used again, whatever happened to it`() throws {
        var machine = try self.ready()
        var seen: Set<Int> = []
        for turn in 0..<100 {
            let (id, _) = try machine.makeRequest("m", JSONObject())
            #expect(seen.insert(id).inserted)
            if turn.isMultiple(of: 2) {
                _ = machine.drop(id, reason: "r")
            } else {
                _ = machine.received(self.answer(id))
            }
            machine.checkInvariants()
        }
    }

    @Test func `dropping tells the server once, and never of initialize`() throws {
        var machine = MCPClientMachine()
        let (first, _) = try machine.connect()
        #expect(machine.drop(first, reason: "r") == nil)
        machine = try self.ready()
        let (id, _) = try machine.makeRequest("m", JSONObject())
        let parameters = JSONObject([("requestId", .integer(id)), ("reason", "enough")])
        #expect(
            machine.drop(id, reason: "enough").flatMap { JSONRPCMessage(parsing: $0) }
                == .notification(method: "notifications/cancelled", parameters: parameters))
        #expect(machine.drop(id, reason: "enough") == nil)
    }

    @Test func `requests above the limit are refused until one has ended`() throws {
        var configuration = MCPClient.Configuration()
        configuration.maximumPendingRequests = 2
        var machine = try self.ready(configuration)
        let (id, _) = try machine.makeRequest("m", JSONObject())
        _ = try machine.makeRequest("m", JSONObject())
        let error = #expect(throws: MCPError.self) { try machine.makeRequest("m", JSONObject()) }
        #expect(error?.code == .overloaded)
        _ = machine.received(self.answer(id))
        _ = try machine.makeRequest("m", JSONObject())
        machine.checkInvariants()
    }

    @Test func `a ping is answered and every other request of the server refused`() throws {
        var machine = try self.ready()
        #expect(
            machine.received(self.line(#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#))
                == .send(JSONRPCMessage.response(id: .string("p"), result: Self.empty).line))
        for method in ["roots/list", "sampling/createMessage", "elicitation/create", "nonsense"] {
            guard
                case .send(let line) = machine.received(self.line(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)"}"#)),
                case .failure(.integer(1), let error)? = JSONRPCMessage(parsing: line)
            else {
                Issue.record("\(method) is not refused")
                continue
            }
            #expect(error.code == -32601)
        }
    }

    @Test func `progress is reported for what is under way alone`() throws {
        var machine = try self.ready()
        let (id, line) = try machine.makeRequest("tools/call", JSONObject([("name", "x")]), reportsProgress: true)
        let request = try JSONValue(parsing: line)
        #expect(request["params"]?["_meta"]?["progressToken"]?.integer == id)
        #expect(request["params"]?["name"] == "x")
        func progress(_ token: Int) -> [UInt8] {
            self.line(
                #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":\#(token),"progress":1,"total":4,"message":"m"}}"#
            )
        }
        #expect(machine.received(progress(id)) == .report(id, MCPProgress(progress: 1, total: 4, message: "m")))
        #expect(machine.received(progress(id + 1)) == .ignore)
        _ = machine.received(self.answer(id))
        #expect(machine.received(progress(id)) == .ignore)
    }

    @Test func `garbage is ignored up to the limit, and then the server is given up`() throws {
        var configuration = MCPClient.Configuration()
        configuration.maximumGarbageLines = 2
        var machine = try self.ready(configuration)
        #expect(machine.received(self.line("Starting…")) == .ignore)
        #expect(machine.received(self.line("[1]")) == .ignore)
        guard case .fail(let error) = machine.received(self.line("x")) else {
            Issue.record("not given up")
            return
        }
        #expect(error.code == .protocolViolation)
        #expect(error.message.contains("3 lines of its output were no JSON-RPC, the last: \"x\""))
    }

    @Test func `the end names what was under way, and after it nothing counts`() throws {
        var machine = try self.ready()
        let ids = try (0..<3).map { _ in try machine.makeRequest("m", JSONObject()).id }
        #expect(machine.end() == ids)
        machine.checkInvariants()
        #expect(machine.end() == [])
        #expect(machine.received(self.answer(ids[0])) == .ignore)
        #expect(machine.drop(ids[0], reason: "r") == nil)
        #expect(throws: MCPError.self) { try machine.makeRequest("m", JSONObject()) }
    }
}
