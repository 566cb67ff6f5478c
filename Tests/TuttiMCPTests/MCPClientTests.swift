import Testing
import TuttiJSON
import TuttiMCP

@Suite struct MCPClientTests {
    private static let answer: JSONValue = ["content": [["type": "text", "text": "ok"]]]

    /// A line that answers a request, written by hand.
    private static func line(_ id: JSONRPCID, _ text: String) -> String {
        let result: JSONValue = ["content": [["type": "text", "text": .string(text)]]]
        return String(decoding: JSONRPCMessage.response(id: id, result: result).line, as: UTF8.self)
    }

    @Test func `client and server of ours understand each other`() async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        let tool = MCPTool(name: "twice", description: "says it twice", inputSchema: JSONObject([("type", "object")])) {
            arguments in
            let text = arguments["text"]?.string ?? ""
            return MCPToolResult(text: text + text, structuredContent: ["length": .integer(2 * text.count)])
        }
        async let serving: Void = MCPServer(name: "s", version: "1", tools: [tool]).run(over: theirs)
        let client = MCPClient(name: "pair", transport: ours, sleep: never)
        let info = try await client.connect()
        #expect(info.name == "s" && info.protocolVersion == "2025-11-25")
        #expect(try await client.listTools() == [tool.description])
        let result = try await client.callTool("twice", arguments: JSONObject([("text", "ha")]), timeout: .seconds(1))
        #expect(result == MCPToolResult(text: "haha", structuredContent: ["length": 4]))
        let error = await #expect(throws: MCPError.self) { try await client.callTool("thrice", timeout: .seconds(1)) }
        #expect(error?.description == "MCP server \"pair\": has no tool \"thrice\"; it has twice")
        await client.close()
        try await serving
    }

    @Test func `calls under way at once each get their own answer, in whatever order`() async throws {
        let held = Held()
        try await withScriptedServer { request in
            let lines = held.add(Self.line(request.id, request.parameters["name"]?.string ?? ""))
            return lines.count == 20 ? .lines(lines.reversed()) : nil
        } body: { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let result = try await client.callTool("t\(number)", timeout: .seconds(1))
                        #expect(result.text == "t\(number)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a call says what it does by its key, and only when it has one`() async throws {
        let metas = Held()
        try await withScriptedServer { request in
            _ = metas.add(request.parameters["_meta"]?.serialized() ?? "none")
            return .result(["content": []])
        } body: { client in
            _ = try await client.callTool("pay", idempotencyKey: "run.agent", timeout: .seconds(1))
            _ = try await client.callTool("pay", timeout: .seconds(1))
        }
        #expect(metas.add("") == [#"{"tutti/idempotencyKey":"run.agent"}"#, "none", ""])
    }

    @Test func `pages of tools are joined, improper and double tools left out`() async throws {
        let tools = try await withScriptedServer { request in
            let cursor = request.parameters["cursor"]?.string
            func tool(_ name: String) -> JSONValue { ["name": .string(name), "inputSchema": ["type": "object"]] }
            return cursor == nil
                ? .result(["tools": [tool("a"), tool("b c"), tool(""), ["name": "x"]], "nextCursor": "2"])
                : .result(["tools": [tool("d"), tool("a")]])
        } body: {
            try await $0.listTools()
        }
        #expect(tools.map(\.name) == ["a", "d"])
    }

    @Test func `pages without end are a violation`() async {
        let error = await #expect(throws: MCPError.self) {
            try await withScriptedServer { _ in
                .result(["tools": [], "nextCursor": "more"])
            } body: {
                try await $0.listTools()
            }
        }
        #expect(error?.code == .protocolViolation)
    }

    @Test func `a request that is not answered times out, and the server is told`() async throws {
        let told = Held()
        try await withScriptedServer(sleep: { if $0 != .seconds(1) { try await never($0) } }) { request in
            request.method == "tools/list" ? .result(["tools": []]) : .lines(["by the way", "oops"])
        } notified: { method, parameters in
            if method == "notifications/cancelled" { _ = told.add(parameters["reason"]?.string ?? "") }
        } body: { client in
            let error = await #expect(throws: MCPError.self) { try await client.callTool("slow", timeout: .seconds(1)) }
            #expect(error?.code == .requestTimedOut)
            #expect(error?.message.hasPrefix("did not answer tools/call within 1.0 seconds") == true)
            // The connection still serves, and the notification was there before this request.
            let tools = try await client.listTools()
            #expect(tools == [])
            #expect(told.lines == ["timed out"])
        }
    }

    @Test func `cancelling returns at once, tells the server, and a late answer meets nobody`() async throws {
        let held = Held()
        let (told, tell) = AsyncStream.makeStream(of: Int.self)
        try await withScriptedServer { request in
            guard request.parameters["name"] == "slow" else {
                return .lines(held.lines + [Self.line(request.id, "fast")])
            }
            _ = held.add(Self.line(request.id, "late"))
            tell.yield(0)
            return nil
        } notified: { method, parameters in
            if method == "notifications/cancelled" { tell.yield(parameters["requestId"]?.integer ?? -1) }
        } body: { client in
            var events = told.makeAsyncIterator()
            let call = Task { try await client.callTool("slow", timeout: .seconds(1)) }
            #expect(await events.next() == 0)
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            #expect(await events.next() == 2)
            let fast = try await client.callTool("fast", timeout: .seconds(1))
            #expect(fast.text == "fast")
            #expect(await client.counters.lateAnswers == 1)
        }
    }

    @Test func `a server that leaves fails everything under way at once, and what comes later too`() async throws {
        let held = Held()
        try await withScriptedServer { request in
            held.add("").count == 5 ? .close : nil
        } body: { client in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        let error = await #expect(throws: MCPError.self) {
                            try await client.callTool("x", timeout: .seconds(1))
                        }
                        #expect(error?.code == .exited)
                    }
                }
            }
            let error = await #expect(throws: MCPError.self) { try await client.listTools() }
            #expect(error?.code == .exited)
        }
    }

    @Test func `hostile lines before an answer do not hurt it`() async throws {
        let result = try await withScriptedServer { request in
            let flood = Array(
                repeating: #"{"jsonrpc":"2.0","method":"notifications/message","params":{}}"#, count: 10_000)
            let noise = [
                "Listening…", "{", #"{"jsonrpc":"2.0","id":99,"result":{}}"#,
                #"{"jsonrpc":"2.0","id":"2","result":{}}"#,
                #"[{"jsonrpc":"2.0","id":2,"result":{}}]"#, #"{"jsonrpc":"2.0","id":2,"id":2,"result":{}}"#,
                #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
            ]
            return .lines(flood + noise + [Self.line(request.id, "whole"), Self.line(request.id, "twice")])
        } body: { client in
            let result = try await client.callTool("x", timeout: .seconds(1))
            #expect(await client.counters.notifications == 10_000)
            #expect(await client.counters.garbageLines == 4)
            #expect(await client.counters.unknownAnswers == 2)
            return result
        }
        #expect(result.text == "whole")
    }

    @Test func `nothing but garbage is given up with a sample of it`() async {
        let error = await #expect(throws: MCPError.self) {
            try await withScriptedServer { _ in
                .lines(Array(repeating: "usage: server [options]", count: 1001))
            } body: {
                try await $0.callTool("x", timeout: .seconds(1))
            }
        }
        #expect(error?.code == .protocolViolation)
        #expect(error?.message.contains("usage: server [options]") == true)
    }

    @Test func `a refusal keeps its code and message`() async {
        let error = await #expect(throws: MCPError.self) {
            try await withScriptedServer { _ in
                .refused(JSONRPCError(code: -32603, message: "disk full"))
            } body: {
                try await $0.callTool("x", timeout: .seconds(1))
            }
        }
        #expect(error?.code == .requestRefused)
        #expect(error?.rpcCode == -32603)
        #expect(error?.description == "MCP server \"scripted\": refused the request: disk full (-32603)")
    }

    @Test func `a server that never answers initialize is given up and closed`() async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        let client = MCPClient(name: "mute", transport: ours, sleep: { _ in })
        let error = await #expect(throws: MCPError.self) { try await client.connect(startupTimeout: .seconds(15)) }
        #expect(error?.code == .initializeTimedOut)
        #expect(try await theirs.receive() != nil)
        #expect(try await theirs.receive() == nil)
    }

    @Test func `closing fails what is under way and may be done twice`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        try await withScriptedServer { _ in
            ask.yield()
            return nil
        } body: { client in
            let call = Task { try await client.callTool("x", timeout: .seconds(1)) }
            var iterator = asked.makeAsyncIterator()
            await iterator.next()
            await client.close()
            await client.close()
            let error = await #expect(throws: MCPError.self) { try await call.value }
            #expect(error?.code == .closed)
        }
    }

    @Test func `a client that is dropped lets go of its transport`() async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        do {
            let client = MCPClient(name: "dropped", transport: ours, sleep: never)
            let connecting = Task { try await client.connect() }
            let line = try #require(try await theirs.receive())
            guard case .request(let id, _, _)? = JSONRPCMessage(parsing: line) else { return }
            try theirs.send(JSONRPCMessage.response(id: id, result: ["protocolVersion": "2025-11-25"]).line)
            _ = try await connecting.value
            #expect(try await theirs.receive() != nil)
        }
        #expect(try await theirs.receive() == nil)
    }

    @Test func `progress arrives in order`() async throws {
        let held = Held()
        try await withScriptedServer { request in
            let token = request.parameters["_meta"]?["progressToken"]?.integer ?? 0
            let reports = (1...3).map { step in
                #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":\#(token),"progress":\#(step)}}"#
            }
            return .lines(reports + [Self.line(request.id, "done")])
        } body: { client in
            _ = try await client.callTool("x", timeout: .seconds(1)) { _ = held.add("\($0.progress)") }
        }
        #expect(held.lines == ["1.0", "2.0", "3.0"])
    }
}
