import Testing
import TuttiJSON
import TuttiMCP

@Suite struct MCPServerTests {
    private static let waiting = MCPTool(name: "wait", description: "", inputSchema: JSONObject()) { _ in
        try await never(.seconds(1))
        return MCPToolResult(text: "never")
    }
    private static let echo = MCPTool(name: "echo", description: "", inputSchema: JSONObject()) { arguments in
        MCPToolResult(text: arguments["text"]?.string ?? "")
    }

    /// A server and the client's end of it, past the handshake.
    private func withServer(_ body: (InMemoryMCPTransport) async throws -> Void) async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        async let serving: Void = MCPServer(name: "s", version: "1", tools: [Self.waiting, Self.echo]).run(over: theirs)
        try ours.send(Array(#"{"jsonrpc":"2.0","id":0,"method":"initialize"}"#.utf8))
        _ = try await ours.receive()
        try await body(ours)
        await ours.close()
        try await serving
    }

    private func call(_ id: Int, _ tool: String, _ text: String = "") -> [UInt8] {
        let arguments: JSONValue = ["text": .string(text)]
        let parameters = JSONObject([("name", .string(tool)), ("arguments", arguments)])
        return JSONRPCMessage.request(id: .integer(id), method: "tools/call", parameters: parameters).line
    }

    private func text(_ line: [UInt8]?) throws -> String? {
        try line.map { try JSONValue(parsing: $0) }?["result"]?["content"]?[0]?["text"]?.string
    }

    @Test func `a call that waits holds up no other, and gets no answer once it is cancelled`() async throws {
        try await self.withServer { client in
            try client.send(self.call(1, "wait"))
            try client.send(self.call(2, "echo", "first"))
            #expect(try self.text(try await client.receive()) == "first")
            let parameters = JSONObject([("requestId", 1)])
            try client.send(JSONRPCMessage.notification(method: "notifications/cancelled", parameters: parameters).line)
            try client.send(self.call(3, "echo", "second"))
            #expect(try self.text(try await client.receive()) == "second")
        }
    }

    @Test func `calls under way when the client ends its input are still answered`() async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        for line in [#"{"jsonrpc":"2.0","id":0,"method":"initialize"}"#] { try ours.send(Array(line.utf8)) }
        for id in 1...20 { try ours.send(self.call(id, "echo", "\(id)")) }
        let input = EndedInput(theirs, after: 21)
        try await MCPServer(name: "s", version: "1", tools: [Self.echo]).run(over: input)
        var texts: Set<String> = []
        while let line = try await ours.receive() { if let text = try self.text(line) { texts.insert(text) } }
        #expect(texts.count == 20)
    }

    @Test func `cancelling the server cancels its calls and ends it`() async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        let serving = Task { try await MCPServer(name: "s", version: "1", tools: [Self.waiting]).run(over: theirs) }
        try ours.send(Array(#"{"jsonrpc":"2.0","id":0,"method":"initialize"}"#.utf8))
        _ = try await ours.receive()
        try ours.send(self.call(1, "wait"))
        serving.cancel()
        await #expect(throws: CancellationError.self) { try await serving.value }
        #expect(try await ours.receive() == nil)
    }

    @Test func `an error of a tool is a result that says so`() async throws {
        struct Broken: Error, CustomStringConvertible { let description = "the disk is full" }
        let (ours, theirs) = InMemoryMCPTransport.pair()
        let tool = MCPTool(name: "t", description: "", inputSchema: JSONObject()) { _ in throw Broken() }
        async let serving: Void = MCPServer(name: "s", version: "1", tools: [tool]).run(over: theirs)
        let client = MCPClient(name: "s", transport: ours, sleep: never)
        try await client.connect()
        let result = try await client.callTool("t", timeout: .seconds(1))
        #expect(result == MCPToolResult(text: "the disk is full", isError: true))
        await client.close()
        try await serving
    }
}

/// A transport whose input ends after some lines while its output stays open, as a pipe's does.
private actor EndedInput: MCPTransport {
    private nonisolated let wrapped: InMemoryMCPTransport
    private var left: Int

    init(_ wrapped: InMemoryMCPTransport, after lines: Int) {
        self.wrapped = wrapped
        self.left = lines
    }

    nonisolated func send(_ line: [UInt8]) throws { try self.wrapped.send(line) }

    func receive() async throws -> [UInt8]? {
        guard self.left > 0 else { return nil }
        self.left -= 1
        return try await self.wrapped.receive()
    }

    func close() async { await self.wrapped.close() }
}
