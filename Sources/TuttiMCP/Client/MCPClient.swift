public import TuttiJSON

/// Speaks MCP with one server: connects, lists its tools, calls them.
///
/// Every request has its own timeout, which nothing the server sends can move. A cancelled task returns at once, and
/// the server is told. When the server dies, all requests fail at once with its exit status and its last words.
///
/// Call ``close()`` when done; a client that is dropped without it lets go of its transport all the same.
public actor MCPClient {
    private struct Waiter {
        var method: String
        var continuation: CheckedContinuation<JSONValue, any Error>
        var onProgress: (@Sendable (MCPProgress) -> Void)?
        /// Cancelled when the request ends, whichever way.
        var timer: Task<Void, Never>
    }

    /// The configured name of the server, which errors carry.
    public nonisolated let name: String

    private let transport: any MCPTransport
    private let configuration: Configuration
    private let sleep: @Sendable (Duration) async throws -> Void
    private var machine: MCPClientMachine
    private var waiters: [Int: Waiter] = [:]
    private var listedTools: Set<String>?
    /// Why the connection is over; nil while it is not.
    private var end: MCPError?
    /// Runs from `connect` until the transport ends; cancelled by `close` and when the client is freed.
    private var reader: Task<Void, Never>?

    /// Creates a client that is not yet connected.
    ///
    /// - Parameters:
    ///   - name: The configured name of the server.
    ///   - transport: The way to the server; the client owns it from now on and closes it.
    ///   - sleep: Waits for a duration, and ends early with an error when its task is cancelled.
    public init(
        name: String, transport: any MCPTransport, configuration: Configuration = .init(),
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.name = name
        self.transport = transport
        self.configuration = configuration
        self.sleep = sleep
        self.machine = MCPClientMachine(configuration)
    }

    deinit { self.reader?.cancel() }

    // MARK: The conversation

    /// Opens the conversation: `initialize`, a check of the version, `notifications/initialized`.
    ///
    /// A failed connection is closed, so that no process stays behind.
    /// - Throws: ``MCPError`` such as ``MCPError/Code/initializeTimedOut``; `CancellationError`.
    @discardableResult
    public func connect(startupTimeout: Duration = .seconds(15)) async throws -> MCPServerInfo {
        do {
            let (id, line) = try self.machine.connect()
            self.startReader()
            let result = try await self.perform(id, line, "initialize", timeout: startupTimeout)
            let (info, initialized) = try self.machine.finishHandshake(result)
            try self.transport.send(initialized)
            return info
        } catch {
            if let error = error as? MCPError { self.finish(error) }
            await self.close()
            throw self.named(error)
        }
    }

    /// The tools of the server, in its order; those without a proper name or schema are left out.
    ///
    /// - Parameter timeout: The limit of each page; there are at most as many as the configuration allows.
    /// - Throws: ``MCPError``; `CancellationError`.
    public func listTools(timeout: Duration = .seconds(10)) async throws -> [MCPToolDescription] {
        var tools: [MCPToolDescription] = []
        var names: Set<String> = []
        var parameters = JSONObject()
        for _ in 0..<self.configuration.maximumToolPages {
            let page = try await self.request("tools/list", parameters, timeout: timeout)
            guard let elements = page["tools"]?.array else {
                throw MCPError(.protocolViolation, server: self.name, "answered tools/list without a list of tools")
            }
            tools += elements.compactMap(MCPToolDescription.init).filter { names.insert($0.name).inserted }
            guard let cursor = page["nextCursor"]?.string else {
                self.listedTools = names
                return tools
            }
            parameters["cursor"] = .string(cursor)
        }
        throw MCPError(
            .protocolViolation, server: self.name,
            "its list of tools has more than \(self.configuration.maximumToolPages) pages")
    }

    /// Calls a tool and waits for its answer.
    ///
    /// - Parameters:
    ///   - idempotencyKey: Names what the call does, so that the server can do it once when it is called again; sent in
    ///     `_meta` as `tutti/idempotencyKey`, which servers that do not know it ignore.
    ///   - timeout: The limit of this call; progress does not move it.
    ///   - onProgress: Called for each report of the tool, in order; the server is asked for them only when given.
    /// - Returns: Also the failure that a tool reports of itself: see ``MCPToolResult/isError``.
    /// - Throws: ``MCPError``; `CancellationError`, after the server was told.
    public func callTool(
        _ tool: String, arguments: JSONObject = JSONObject(), idempotencyKey: String? = nil, timeout: Duration,
        onProgress: (@Sendable (MCPProgress) -> Void)? = nil
    ) async throws -> MCPToolResult {
        var parameters = JSONObject([("name", .string(tool)), ("arguments", .object(arguments))])
        if let idempotencyKey { parameters["_meta"] = ["tutti/idempotencyKey": .string(idempotencyKey)] }
        do {
            let answer = try await self.request("tools/call", parameters, timeout: timeout, onProgress: onProgress)
            guard let result = MCPToolResult(answer) else {
                throw MCPError(.protocolViolation, server: self.name, "answered a call of \"\(tool)\" without content")
            }
            return result
        } catch let error as MCPError where self.meansUnknownTool(error, tool) {
            let known = self.listedTools.map { "; it has \($0.sorted().prefix(20).joined(separator: ", "))" } ?? ""
            throw MCPError(
                .unknownTool, server: self.name, "has no tool \"\(tool)\"\(known)", rpcCode: error.rpcCode)
        }
    }

    /// Ends the conversation; what is under way fails with ``MCPError/Code/closed``. May be called twice.
    public func close() async {
        self.finish(MCPError(.closed, "the connection is closed; connect again"))
        self.reader?.cancel()
        await self.transport.close()
    }

    /// What was ignored so far: garbage, late and unknown answers, notifications.
    package var counters: MCPClientMachine.Counters { self.machine.counters }

    // MARK: Requests

    private func request(
        _ method: String, _ parameters: JSONObject, timeout: Duration,
        onProgress: (@Sendable (MCPProgress) -> Void)? = nil
    ) async throws -> JSONValue {
        if let end { throw end }
        try Task.checkCancellation()
        do {
            let (id, line) = try self.machine.makeRequest(method, parameters, reportsProgress: onProgress != nil)
            return try await self.perform(id, line, method, timeout: timeout, onProgress: onProgress)
        } catch {
            throw self.named(error)
        }
    }

    private func perform(
        _ id: Int, _ line: [UInt8], _ method: String, timeout: Duration,
        onProgress: (@Sendable (MCPProgress) -> Void)? = nil
    ) async throws -> JSONValue {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // The waiter is there before the line is sent, so the answer cannot overtake it.
                self.waiters[id] = Waiter(
                    method: method, continuation: continuation, onProgress: onProgress,
                    timer: self.makeTimer(for: id, timeout))
                do { try self.transport.send(line) } catch { self.drop(id, error, reason: "not sent") }
            }
        } onCancel: {
            // Ends by itself after one step on the actor.
            Task(executorPreference: self.configuration.executor) { await self.cancel(id) }
        }
    }

    private func makeTimer(for id: Int, _ timeout: Duration) -> Task<Void, Never> {
        // Cancelled by `end`, through which every request goes.
        Task(executorPreference: self.configuration.executor) { [sleep, weak self] in
            do { try await sleep(timeout) } catch { return }
            await self?.timeOut(id, after: timeout)
        }
    }

    private func cancel(_ id: Int) {
        self.drop(id, CancellationError(), reason: "the caller does not want the answer any more")
    }

    private func timeOut(_ id: Int, after timeout: Duration) {
        guard let method = self.waiters[id]?.method else { return }
        let isStart = method == "initialize"
        let advice = isStart ? "start it by hand, or allow it more time" : "allow it more time, or ask it for less"
        let error = MCPError(
            isStart ? .initializeTimedOut : .requestTimedOut,
            "did not answer \(method) within \(timeout)\(self.machine.garbageNote); \(advice)",
            standardError: self.transport.diagnostics)
        self.drop(id, error, reason: "timed out")
    }

    /// Gives a request up and tells the server.
    private func drop(_ id: Int, _ error: any Error, reason: String) {
        // A server that cannot be told has ended or soon will: the request is given up in any case.
        if let line = self.machine.drop(id, reason: reason) { try? self.transport.send(line) }
        self.end(id, .failure(error))
    }

    private func end(_ id: Int, _ result: Result<JSONValue, any Error>) {
        guard let waiter = self.waiters.removeValue(forKey: id) else { return }
        waiter.timer.cancel()
        waiter.continuation.resume(with: result)
    }

    // MARK: The reader

    private func startReader() {
        self.reader = Task(executorPreference: self.configuration.executor) { [transport, weak self] in
            do {
                while let line = try await transport.receive() {
                    guard let self else { return }
                    await self.received(line)
                }
                await self?.finish(MCPError(.exited, "closed its output; start it again"))
            } catch {
                await self?.finish(error as? MCPError ?? MCPError(.closed, "the connection is closed; connect again"))
            }
            await transport.close()
        }
    }

    private func received(_ line: [UInt8]) async {
        switch self.machine.received(line) {
        case .complete(let id, .result(let value)): self.end(id, .success(value))
        case .complete(let id, .refused(let error)): self.end(id, .failure(Self.error(of: error)))
        case .report(let id, let progress): self.waiters[id]?.onProgress?(progress)
        // A server that asks but does not read fills its queue; the answer is lost, and it has to ask again.
        case .send(let line): try? self.transport.send(line)
        case .fail(let error):
            self.finish(error)
            await self.transport.close()
        case .ignore: break
        }
    }

    /// Ends the conversation once; the first reason stays.
    private func finish(_ error: MCPError) {
        guard self.end == nil else { return }
        let error = error.named(self.name)
        self.end = error
        for id in self.machine.end() { self.end(id, .failure(error)) }
    }

    private func named(_ error: any Error) -> any Error { (error as? MCPError)?.named(self.name) ?? error }

    private static func error(of error: JSONRPCError) -> MCPError {
        guard error.code != JSONRPCError.requestCancelled else {
            return MCPError(.cancelled, "says that the request was cancelled", rpcCode: error.code)
        }
        return MCPError(
            .requestRefused, "refused the request: \(error.message.prefix(500)) (\(error.code))", rpcCode: error.code)
    }

    /// Servers name an unknown tool with the code of any wrong parameter.
    private func meansUnknownTool(_ error: MCPError, _ tool: String) -> Bool {
        guard error.code == .requestRefused else { return false }
        guard error.rpcCode == JSONRPCError.invalidParameters || error.rpcCode == JSONRPCError.methodNotFound else {
            return false
        }
        return self.listedTools.map { !$0.contains(tool) } ?? error.message.lowercased().contains("unknown tool")
    }
}
