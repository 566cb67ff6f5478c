import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiMCP
import TuttiTesting

/// A tool server inside the test that answers at once and on no thread of its own, so that it lives in virtual time.
final class ScriptedToolServer: MCPTransport {
    /// What a call is answered with.
    enum Reply: Sendable {
        case text(String)
        case error(String)
        case refusal(code: Int, String)
        case silence
        case death(MCPError)
    }

    private struct State {
        var calls: [String] = []
        var isClosed = false
    }

    private let tools: [(name: String, schema: JSONValue)]
    private let answersInitialize: Bool
    private let reply: @Sendable (String, JSONObject) -> Reply
    private let lines: AsyncThrowingStream<[UInt8], any Error>
    private let output: AsyncThrowingStream<[UInt8], any Error>.Continuation
    private let state = Lock(State())

    /// - Parameter tools: The names, and the schemas of the arguments where a tool has any.
    init(
        _ tools: [(name: String, schema: JSONValue)], answersInitialize: Bool = true,
        _ reply: @escaping @Sendable (String, JSONObject) -> Reply = { _, _ in .silence }
    ) {
        self.tools = tools
        self.answersInitialize = answersInitialize
        self.reply = reply
        (self.lines, self.output) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    }

    /// A server of tools without arguments.
    convenience init(_ names: String..., reply: @escaping @Sendable (String, JSONObject) -> Reply) {
        self.init(names.map { ($0, ["type": "object"]) }, reply)
    }

    /// The calls in the order in which they came: `name {arguments}`.
    var calls: [String] { self.state.withLock { $0.calls } }
    var isClosed: Bool { self.state.withLock { $0.isClosed } }

    func die(_ error: MCPError = MCPError(.exited, "exited with status 1; see its log")) {
        self.output.finish(throwing: error)
    }

    func send(_ line: [UInt8]) throws {
        guard case .request(let id, let method, let parameters)? = JSONRPCMessage(parsing: line) else { return }
        switch method {
        case "initialize":
            guard self.answersInitialize else { return }
            self.answer(
                id,
                ["protocolVersion": "2025-06-18", "capabilities": [:], "serverInfo": ["name": "x", "version": "1"]])
        case "tools/list":
            let tools = self.tools.map { tool -> JSONValue in
                ["name": .string(tool.name), "description": "", "inputSchema": tool.schema]
            }
            self.answer(id, ["tools": .array(tools)])
        case "tools/call": self.call(id, parameters["name"]?.string ?? "", parameters["arguments"]?.object ?? .init())
        default: break
        }
    }

    private func call(_ id: JSONRPCID, _ tool: String, _ arguments: JSONObject) {
        self.state.withLock { $0.calls.append("\(tool) \(JSONValue.object(arguments))") }
        switch self.reply(tool, arguments) {
        case .text(let text): self.answer(id, ["content": [["type": "text", "text": .string(text)]]])
        case .error(let text):
            self.answer(id, ["content": [["type": "text", "text": .string(text)]], "isError": true])
        case .refusal(let code, let message):
            self.output.yield(JSONRPCMessage.failure(id: id, JSONRPCError(code: code, message: message)).line)
        case .silence: break
        case .death(let error): self.die(error)
        }
    }

    private func answer(_ id: JSONRPCID, _ result: JSONValue) {
        self.output.yield(JSONRPCMessage.response(id: id, result: result).line)
    }

    func receive() async throws -> [UInt8]? {
        var iterator = self.lines.makeAsyncIterator()
        let line = try await iterator.next(isolation: #isolation)
        if line == nil { try Task.checkCancellation() }
        return line
    }

    func close() async {
        self.state.withLock { $0.isClosed = true }
        self.output.finish()
    }
}

extension Simulation {
    /// A registry that lives in the simulation.
    func registry(
        _ servers: [ToolServer], configuration: ToolRegistry.Configuration = .init()
    ) -> ToolRegistry {
        ToolRegistry(servers, configuration: configuration, time: self.clock, executor: self.executor)
    }
}
