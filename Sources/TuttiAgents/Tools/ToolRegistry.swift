public import TuttiCore
public import TuttiMCP

/// The tool servers of a process: starts them all at boot, keeps them running, and hands out connections.
///
/// A server takes from a third of a second to ten to start, so it is started once and not for each question. Starting
/// has its own limit, outside any run's deadline; whoever asks for a connection brings the limit of his waiting. What
/// went wrong with a server is remembered and told to everybody who asks for it.
///
/// The registry has to be closed: its servers are processes that run until then.
public actor ToolRegistry {
    private typealias Waiter = AsyncThrowingStream<ToolConnection, any Error>.Continuation

    private enum Status {
        /// An attempt to start is under way, or near, and worth waiting for.
        case starting
        case ready(ToolConnection)
        case failed(MCPError)
    }

    private struct Running {
        var connection: ToolConnection
        var end: AsyncThrowingStream<Never, any Error>
    }

    /// The configured names of the servers, in their order.
    public nonisolated let names: [String]

    private let servers: [ToolServer]
    private let providers: [String: Provider]
    private let configuration: Configuration
    private let time: any TimeSource
    private let executor: (any TaskExecutor)?
    private var statuses: [String: Status] = [:]
    private var waiters: [String: [Int: Waiter]] = [:]
    private var nextWaiter = 0
    /// One task a server, which runs from `start` until it is given up; all are cancelled by `close`.
    private var keepers: [String: Task<Void, Never>] = [:]
    private var allEnded: OneShot?
    private var isClosed = false

    /// Creates a registry; nothing is started before ``start()``.
    ///
    /// - Parameters:
    ///   - servers: The servers; of equal names the first stays.
    ///   - executor: Where the servers' readers and timers run; nil for the global pool.
    public init(
        _ servers: [ToolServer], configuration: Configuration = .init(), time: any TimeSource = SystemTime.shared,
        executor: (any TaskExecutor)? = nil
    ) {
        var names: Set<String> = []
        self.servers = servers.filter { names.insert($0.name).inserted }
        self.names = self.servers.map(\.name)
        self.providers = names.reduce(into: [:]) { providers, name in
            providers[name] = Provider("the MCP server \"\(name)\"", configuration.limits, time: time)
        }
        self.configuration = configuration
        self.time = time
        self.executor = executor
    }

    // MARK: For the process

    /// Starts all servers at once and returns without waiting for any.
    public func start() {
        guard !self.isClosed else { return }
        for server in self.servers where self.statuses[server.name] == nil {
            self.statuses[server.name] = .starting
            // Cancelled by `close`.
            self.keepers[server.name] = Task(executorPreference: self.executor) { await self.keep(server) }
        }
    }

    /// Ends all servers, and returns when they are gone or the limit for it is over; even in a cancelled task.
    public func close() async {
        self.isClosed = true
        for server in self.servers { self.publish(.failed(Self.closed), of: server.name) }
        for keeper in self.keepers.values { keeper.cancel() }
        guard !self.keepers.isEmpty, self.allEnded == nil else { return }
        let signal = OneShot()
        self.allEnded = signal
        let timer = self.time.schedule(at: self.time.now + self.configuration.closeTimeout) { signal.fire() }
        await signal.wait()
        timer.cancel()
    }

    // MARK: For agents

    /// The connection to a server; waits for one that is starting, for at most `limit`.
    ///
    /// - Throws: ``MCPError`` naming the server and saying why there is no connection; `CancellationError`.
    public func connection(named name: String, within limit: Duration) async throws -> ToolConnection {
        guard self.names.contains(name) else {
            let known = self.names.isEmpty ? "none is configured" : "there are \(self.names.joined(separator: ", "))"
            throw MCPError(.invalidConfiguration, server: name, "there is no server of this name; \(known)")
        }
        self.start()
        switch self.statuses[name] {
        case .ready(let connection)?: return connection
        case .failed(let error)?: throw error
        case .starting?, nil: return try await self.wait(for: name, within: limit)
        }
    }

    /// The client of a server; as ``connection(named:within:)``.
    public func client(named name: String, within limit: Duration) async throws -> MCPClient {
        try await self.connection(named: name, within: limit).client
    }

    private func wait(for name: String, within limit: Duration) async throws -> ToolConnection {
        let (outcomes, waiter) = AsyncThrowingStream.makeStream(of: ToolConnection.self)
        self.nextWaiter += 1
        let id = self.nextWaiter
        self.waiters[name, default: [:]][id] = waiter
        let timer = self.time.schedule(at: self.time.now + max(.zero, limit)) { waiter.finish() }
        defer {
            timer.cancel()
            self.waiters[name]?[id] = nil
        }
        for try await connection in outcomes { return connection }
        try Task.checkCancellation()
        throw MCPError(
            .initializeTimedOut, server: name,
            "is still starting after \(limit.shortText); it goes on starting, so ask again, or allow more time")
    }

    // MARK: The life of a server

    private func keep(_ server: ToolServer) async {
        var machine = ToolServerMachine(self.configuration)
        var action = ToolServerMachine.Action.launch
        var running: Running?
        while action != .stop, !Task.isCancelled {
            switch action {
            case .launch:
                do {
                    let started = try await self.launch(server)
                    running = started
                    action = machine.connected(at: self.time.now)
                    self.publish(.ready(started.connection), of: server.name)
                } catch {
                    let error = Self.failure(of: server.name, error)
                    action = machine.failed(canHelp: Self.canRestartHelp(error))
                    self.publish(.failed(error), of: server.name)
                }
            case .run:
                let reason = await Self.reason(forEndOf: running)
                await running?.connection.client.close()
                running = nil
                guard !Task.isCancelled else { break }
                action = machine.ended(at: self.time.now)
                let error = Self.failure(of: server.name, reason)
                self.publish(action == .stop ? .failed(Self.givenUp(error)) : .starting, of: server.name)
            case .backOff(let delay):
                // Cancelled by `close` alone, and the loop ends then.
                do { try await self.time.sleep(for: delay) } catch { break }
                action = machine.waited()
            case .stop: break
            }
        }
        await running?.connection.client.close()
        self.keeperEnded(server.name)
    }

    /// Off the actor, because starting a process blocks for a moment.
    @concurrent
    private nonisolated func launch(_ server: ToolServer) async throws -> Running {
        let transport = WatchedTransport(try await server.launch())
        var configuration = self.configuration.client
        configuration.executor = configuration.executor ?? self.executor
        let client = MCPClient(name: server.name, transport: transport, configuration: configuration) { [time] in
            try await time.sleep(for: $0)
        }
        do {
            let limit = self.configuration.startupTimeout
            let info = try await client.connect(startupTimeout: limit)
            let tools = try await client.listTools(timeout: limit)
            guard let provider = self.providers[server.name] else {
                preconditionFailure("no limits were made for the server '\(server.name)'")
            }
            let connection = ToolConnection(
                server: server.name, client: client, info: info, tools: tools, provider: provider)
            return Running(connection: connection, end: transport.end)
        } catch {
            await client.close()
            throw error
        }
    }

    private func publish(_ status: Status, of name: String) {
        // After `close` the status stays: its error says what happened.
        if self.isClosed, case .failed(let error)? = self.statuses[name], error == Self.closed { return }
        self.statuses[name] = status
        switch status {
        case .starting: return
        case .ready(let connection): for waiter in self.takeWaiters(of: name) { waiter.yield(connection) }
        case .failed(let error): for waiter in self.takeWaiters(of: name) { waiter.finish(throwing: error) }
        }
    }

    private func takeWaiters(of name: String) -> [Waiter] {
        Array((self.waiters.removeValue(forKey: name) ?? [:]).values)
    }

    private func keeperEnded(_ name: String) {
        self.keepers[name] = nil
        if self.keepers.isEmpty { self.allEnded?.fire() }
    }

    // MARK: Errors

    private static let closed = MCPError(.closed, "the tool servers are shut down; this program is ending")

    private static func reason(forEndOf running: Running?) async -> any Error {
        do {
            if let end = running?.end { for try await _ in end {} }
            return MCPError(.exited, "closed its output; start it again")
        } catch {
            return error
        }
    }

    private static func failure(of server: String, _ error: any Error) -> MCPError {
        guard let error = error as? MCPError else { return MCPError(.couldNotStart, server: server, "\(error)") }
        return error.named(server)
    }

    private static func givenUp(_ error: MCPError) -> MCPError {
        var error = error
        error.message += " (it has died too often in a row and is not started again)"
        return error
    }

    private static func canRestartHelp(_ error: MCPError) -> Bool {
        let permanent: Set<MCPError.Code> = [
            .serverNotFound, .unsupportedVersion, .protocolViolation, .invalidConfiguration, .lineTooLong,
        ]
        return !permanent.contains(error.code)
    }
}
