package import TuttiJSON

/// Decides what a server answers to each line, and which calls are under way.
///
/// waiting: initialize → answer, ready · ping → answer · other known methods → error
/// ready: tools/list → answer · tools/call → call, later callEnded → answer, none after cancelled · ping → answer
/// a cancelled call keeps its id and its place until callEnded, so that its late result cannot answer another call
/// any: unknown method → error · garbage, answers and other notifications → ignore
///
/// An unknown method before `initialize` is answered, not fatal: newer clients ask `server/discover` first.
package struct MCPServerMachine: Sendable {
    package enum Action: Equatable {
        case send([UInt8])
        case call(JSONRPCID, tool: String, arguments: JSONObject)
        case cancel(JSONRPCID)
        case ignore
    }

    private let info: JSONValue
    private let tools: [MCPToolDescription]
    private let maximumCalls: Int
    package private(set) var isReady = false
    private var calls: [JSONRPCID: Call] = [:]

    private enum Call {
        case running
        case cancelled
    }

    package init(name: String, version: String, tools: [MCPToolDescription], maximumCalls: Int) {
        self.info = ["name": .string(name), "version": .string(version)]
        self.tools = tools
        self.maximumCalls = max(1, maximumCalls)
    }

    package mutating func received(_ line: [UInt8]) -> Action {
        switch JSONRPCMessage(parsing: line) {
        case .request(let id, let method, let parameters)?: return self.requested(id, method, parameters)
        case .notification("notifications/cancelled", let parameters)?:
            guard let id = JSONRPCID(parameters["requestId"]), self.calls[id] == .running else { return .ignore }
            self.calls[id] = .cancelled
            return .cancel(id)
        case .notification?, .response?, .failure?, nil: return .ignore
        }
    }

    /// The answer of a call; nil when the client has given it up.
    package mutating func callEnded(_ id: JSONRPCID, _ result: MCPToolResult) -> [UInt8]? {
        guard self.calls.removeValue(forKey: id) == .running else { return nil }
        return JSONRPCMessage.response(id: id, result: result.json).line
    }

    private mutating func requested(_ id: JSONRPCID, _ method: String, _ parameters: JSONObject) -> Action {
        switch method {
        case "initialize":
            self.isReady = true
            return Self.answer(id, self.handshake(parameters))
        case "ping": return Self.answer(id, [:])
        case "tools/list", "tools/call":
            guard self.isReady else {
                return Self.refuse(id, JSONRPCError.invalidRequest, "send initialize before \(method)")
            }
            guard method == "tools/call" else {
                return Self.answer(id, ["tools": .array(self.tools.map(\.json))])
            }
            return self.called(id, parameters)
        default: return Self.refuse(id, JSONRPCError.methodNotFound, "unknown method \"\(method.prefix(100))\"")
        }
    }

    private func handshake(_ parameters: JSONObject) -> JSONValue {
        let asked = parameters["protocolVersion"]?.string ?? ""
        let version = MCPProtocolVersion.known.contains(asked) ? asked : MCPProtocolVersion.latest
        return ["protocolVersion": .string(version), "capabilities": ["tools": [:]], "serverInfo": self.info]
    }

    private mutating func called(_ id: JSONRPCID, _ parameters: JSONObject) -> Action {
        let name = parameters["name"]?.string ?? ""
        guard self.tools.contains(where: { $0.name == name }) else {
            let known = self.tools.map(\.name).joined(separator: ", ")
            return Self.refuse(
                id, JSONRPCError.invalidParameters, "Unknown tool \"\(name.prefix(100))\"; there are \(known)")
        }
        let arguments: JSONObject
        switch parameters["arguments"] {
        case nil, .null?: arguments = JSONObject()
        case .object(let object)?: arguments = object
        case .bool?, .integer?, .double?, .string?, .array?:
            return Self.refuse(id, JSONRPCError.invalidParameters, "the arguments of a call have to be an object")
        }
        guard self.calls.count < self.maximumCalls else {
            return Self.refuse(id, JSONRPCError.internalError, "\(self.maximumCalls) calls are under way; try later")
        }
        guard self.calls[id] == nil else {
            return Self.refuse(id, JSONRPCError.invalidRequest, "a call with this id is under way")
        }
        self.calls[id] = .running
        return .call(id, tool: name, arguments: arguments)
    }

    private static func answer(_ id: JSONRPCID, _ result: JSONValue) -> Action {
        .send(JSONRPCMessage.response(id: id, result: result).line)
    }

    private static func refuse(_ id: JSONRPCID, _ code: Int, _ message: String) -> Action {
        .send(JSONRPCMessage.failure(id: id, JSONRPCError(code: code, message: message)).line)
    }
}
