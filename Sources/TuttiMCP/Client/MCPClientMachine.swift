package import TuttiJSON

/// Keeps the books of one connection to a server: the handshake, the requests under way, and what is ignored.
///
/// idle: connect → initializing
/// initializing: the answer → complete, then finishHandshake → ready, or its error
/// ready: makeRequest → in flight · its answer → complete · drop → forgotten, its late answer is ignored
/// any: a request of the server → send an answer · progress → report · garbage → ignore, above the limit fail
/// ended: anything → ignore
///
/// Ids count up from 1 and are never used twice, so an answer that comes late can never meet another request.
package struct MCPClientMachine: Sendable {
    package enum Outcome: Equatable, Sendable {
        case result(JSONValue)
        case refused(JSONRPCError)
    }

    package enum Action: Equatable {
        case complete(Int, Outcome)
        case report(Int, MCPProgress)
        case send([UInt8])
        case fail(MCPError)
        case ignore
    }

    package enum State: Equatable, Sendable {
        case idle
        case initializing(Int)
        case ready
        case ended
    }

    /// What was ignored so far.
    package struct Counters: Equatable, Sendable {
        package var garbageLines = 0
        package var lateAnswers = 0
        package var unknownAnswers = 0
        package var notifications = 0
    }

    private let clientName: String
    private let clientVersion: String
    private let maximumPendingRequests: Int
    private let maximumGarbageLines: Int
    package private(set) var state = State.idle
    package private(set) var pending: Set<Int> = []
    package private(set) var counters = Counters()
    private var nextID = 1
    private var lastGarbage = ""

    package init(_ configuration: MCPClient.Configuration = .init()) {
        self.clientName = configuration.clientName
        self.clientVersion = configuration.clientVersion
        self.maximumPendingRequests = max(1, configuration.maximumPendingRequests)
        self.maximumGarbageLines = max(0, configuration.maximumGarbageLines)
    }

    /// What was garbage on the server's output, for an error that it may explain; empty when nothing was.
    package var garbageNote: String {
        guard self.counters.garbageLines > 0 else { return "" }
        let lines = self.counters.garbageLines == 1 ? "1 line" : "\(self.counters.garbageLines) lines"
        return "; \(lines) of its output were no JSON-RPC, the last: \(self.lastGarbage)"
    }

    // MARK: What we want

    /// The line that opens the conversation.
    package mutating func connect() throws(MCPError) -> (id: Int, line: [UInt8]) {
        guard self.state == .idle else { throw MCPError(.notConnected, "connect may be called only once") }
        let id = self.takeID()
        self.state = .initializing(id)
        let client: JSONValue = ["name": .string(self.clientName), "version": .string(self.clientVersion)]
        let parameters = JSONObject([
            ("protocolVersion", .string(MCPProtocolVersion.latest)), ("capabilities", .object(JSONObject())),
            ("clientInfo", client),
        ])
        return (id, Self.requestLine(id, "initialize", parameters))
    }

    /// Checks the answer to `initialize` and returns the line that ends the handshake.
    package mutating func finishHandshake(_ result: JSONValue) throws(MCPError) -> (info: MCPServerInfo, line: [UInt8])
    {
        guard case .initializing = self.state else { throw Self.notConnected }
        guard let version = result["protocolVersion"]?.string else {
            throw MCPError(.protocolViolation, "answered initialize without a protocol version")
        }
        guard MCPProtocolVersion.known.contains(version) else {
            let known = MCPProtocolVersion.known.joined(separator: ", ")
            throw MCPError(
                .unsupportedVersion, "speaks protocol version \(version.prefix(40)), we speak \(known); update one side"
            )
        }
        self.state = .ready
        let info = MCPServerInfo(
            name: result["serverInfo"]?["name"]?.string ?? "", version: result["serverInfo"]?["version"]?.string ?? "",
            protocolVersion: version, instructions: result["instructions"]?.string ?? "")
        let line = JSONRPCMessage.notification(method: "notifications/initialized", parameters: JSONObject()).line
        return (info, line)
    }

    /// The line of a new request; with `reportsProgress` the server is asked to report under the id of the request.
    package mutating func makeRequest(
        _ method: String, _ parameters: JSONObject, reportsProgress: Bool = false
    ) throws(MCPError) -> (id: Int, line: [UInt8]) {
        guard self.state == .ready else { throw Self.notConnected }
        guard self.pending.count < self.maximumPendingRequests else {
            throw MCPError(
                .overloaded, "\(self.pending.count) requests are waiting for answers, which is the limit; try later")
        }
        let id = self.takeID()
        var parameters = parameters
        if reportsProgress {
            var meta = parameters["_meta"]?.object ?? JSONObject()
            meta["progressToken"] = .integer(id)
            parameters["_meta"] = .object(meta)
        }
        return (id, Self.requestLine(id, method, parameters))
    }

    /// Forgets a request; the line tells the server, nil when the answer was already here or the server must not know.
    package mutating func drop(_ id: Int, reason: String) -> [UInt8]? {
        guard self.pending.remove(id) != nil else { return nil }
        // The protocol forbids to cancel `initialize`.
        guard self.state == .ready else { return nil }
        return JSONRPCMessage.notification(
            method: "notifications/cancelled",
            parameters: JSONObject([("requestId", .integer(id)), ("reason", .string(reason))])
        ).line
    }

    /// Ends the conversation and returns the requests that will get no answer.
    package mutating func end() -> [Int] {
        self.state = .ended
        defer { self.pending = [] }
        return self.pending.sorted()
    }

    // MARK: What the server sends

    package mutating func received(_ line: [UInt8]) -> Action {
        guard self.state != .ended else { return .ignore }
        switch JSONRPCMessage(parsing: line) {
        case .response(let id, let result)?: return self.complete(id, .result(result))
        case .failure(let id, let error)?: return self.complete(id, .refused(error))
        case .request(let id, let method, _)?: return .send(Self.answer(to: id, method))
        case .notification(let method, let parameters)?: return self.notified(method, parameters)
        case nil: return self.countGarbage(line)
        }
    }

    private mutating func complete(_ id: JSONRPCID?, _ outcome: Outcome) -> Action {
        guard case .integer(let id)? = id, (1..<self.nextID).contains(id) else {
            self.counters.unknownAnswers += 1
            return .ignore
        }
        guard self.pending.remove(id) != nil else {
            self.counters.lateAnswers += 1
            return .ignore
        }
        return .complete(id, outcome)
    }

    /// We declare no capabilities, so a server may ask for nothing but a sign of life.
    private static func answer(to id: JSONRPCID, _ method: String) -> [UInt8] {
        guard method != "ping" else { return JSONRPCMessage.response(id: id, result: .object(JSONObject())).line }
        let error = JSONRPCError(code: JSONRPCError.methodNotFound, message: "this client does not offer this method")
        return JSONRPCMessage.failure(id: id, error).line
    }

    private mutating func notified(_ method: String, _ parameters: JSONObject) -> Action {
        self.counters.notifications += 1
        guard method == "notifications/progress", let id = parameters["progressToken"]?.integer,
            self.pending.contains(id), let progress = parameters["progress"]?.double
        else { return .ignore }
        let report = MCPProgress(
            progress: progress, total: parameters["total"]?.double, message: parameters["message"]?.string)
        return .report(id, report)
    }

    private mutating func countGarbage(_ line: [UInt8]) -> Action {
        self.counters.garbageLines += 1
        self.lastGarbage = "\"\(String(decoding: line.prefix(100), as: UTF8.self))\""
        guard self.counters.garbageLines > self.maximumGarbageLines else { return .ignore }
        return .fail(
            MCPError(
                .protocolViolation,
                "its output is not MCP\(self.garbageNote); check that the command starts an MCP server on stdio"))
    }

    // MARK: Pieces

    private mutating func takeID() -> Int {
        defer { self.nextID += 1 }
        self.pending.insert(self.nextID)
        return self.nextID
    }

    private static func requestLine(_ id: Int, _ method: String, _ parameters: JSONObject) -> [UInt8] {
        JSONRPCMessage.request(id: .integer(id), method: method, parameters: parameters).line
    }

    private static let notConnected = MCPError(.notConnected, "is not connected; call connect first")
}

extension MCPClientMachine {
    /// Traps when the state is one that no sequence of inputs may reach; tests call it after every input.
    package func checkInvariants() {
        precondition(self.pending.allSatisfy { (1..<self.nextID).contains($0) }, "pending \(self.pending)")
        switch self.state {
        case .idle, .ended: precondition(self.pending.isEmpty, "\(self.state) with requests \(self.pending)")
        case .initializing(let id):
            precondition(self.pending.isSubset(of: [id]), "\(self.pending) before the handshake")
        case .ready: precondition(self.pending.count <= self.maximumPendingRequests, "\(self.pending.count) in flight")
        }
    }
}
