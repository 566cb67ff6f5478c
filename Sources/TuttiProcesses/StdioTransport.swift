internal import TuttiCore
public import TuttiMCP

/// The way to an MCP server that runs as a child of this process.
///
/// The server gets its arguments as they are (no shell), a scrubbed environment, a process group of its own, and none
/// of our file descriptors. Its standard error is always read; the last 8 KiB are kept for errors. Closing closes its
/// input, waits, and then signals the whole group, first `SIGTERM`, then `SIGKILL`; a transport that is freed without
/// being closed does the same on its own. When the server ends, its group is killed, so what a wrapper leaves behind
/// does not stay: a wrapper has to stay until its server ends.
public final class StdioTransport: MCPTransport {
    /// The limits of a transport.
    public struct Configuration: Sendable {
        /// The number of bytes that a line of the server may have.
        public var maximumLineLength = LineFramer.defaultMaximumLineLength
        /// The number of bytes that may wait for a server that does not read.
        public var maximumUnwritten = 8 << 20
        /// How long the server may take to end after its input was closed, and again after `SIGTERM`.
        public var closeGrace: Duration = .seconds(2)

        /// Creates the default limits.
        public init() {}
    }

    private let server: MCPServerConfiguration
    private let configuration: Configuration
    private let child: ChildProcess
    private let framer: Lock<LineFramer>

    private init(_ server: MCPServerConfiguration, _ configuration: Configuration, _ child: ChildProcess) {
        self.server = server
        self.configuration = configuration
        self.child = child
        self.framer = Lock(LineFramer(maximumLineLength: configuration.maximumLineLength))
    }

    deinit { self.child.pipes.tearDown(patience: self.configuration.closeGrace, grace: self.configuration.closeGrace) }

    /// Starts the server; returns when its program runs, which says nothing yet of its readiness.
    ///
    /// - Parameter environment: What the server inherits; the variables of its configuration are added.
    /// - Throws: ``MCPError`` with ``MCPError/Code/serverNotFound`` or ``MCPError/Code/couldNotStart``.
    public static func start(
        _ server: MCPServerConfiguration, environment: ChildEnvironment, configuration: Configuration = .init()
    ) async throws -> StdioTransport {
        var environment = environment
        environment.add(server.environment)
        let request = SpawnRequest(
            program: server.command, arguments: server.arguments, environment: environment.variables,
            workingDirectory: server.workingDirectory)
        do {
            let child = try await ChildProcess.start(request, maximumUnwritten: configuration.maximumUnwritten)
            return StdioTransport(server, configuration, child)
        } catch let error as ProcessError {
            let code: MCPError.Code = error.code == .notFound ? .serverNotFound : .couldNotStart
            throw MCPError(code, server: server.name, "\(error)")
        }
    }

    /// Queues one message for the server and returns at once.
    ///
    /// - Throws: ``MCPError/Code/overloaded`` when the server does not read what was sent before, or is gone.
    public func send(_ line: [UInt8]) throws {
        guard self.child.pipes.write(line + [0x0A]) else {
            throw MCPError(
                .overloaded, server: self.server.name, "does not read its input, or has ended; restart it",
                standardError: self.diagnostics)
        }
    }

    /// The next line of the server.
    ///
    /// - Throws: ``MCPError/Code/exited`` with the exit status and the end of the standard error when the server ends,
    ///   ``MCPError/Code/lineTooLong``, `CancellationError`.
    public func receive() async throws -> [UInt8]? {
        while true {
            if let line = self.framer.withLock({ $0.next() }) { return line }
            guard let chunk = try await self.child.pipes.nextChunk() else { break }
            do { try self.framer.withLock { framer throws(MCPError) in try framer.append(chunk) } } catch {
                throw MCPError(error.code, server: self.server.name, error.message)
            }
        }
        let rest = self.framer.withLock { framer in
            framer.finish()
            return framer.next()
        }
        if let rest { return rest }
        throw await self.exited()
    }

    /// Ends the server and returns when it is reaped; at the latest after twice the grace and two seconds.
    public func close() async { await self.close(grace: self.configuration.closeGrace) }

    /// Ends the server: closes its input, after `grace` sends `SIGTERM`, and after `grace` again `SIGKILL`.
    public func close(grace: Duration) async {
        self.child.pipes.tearDown(patience: grace, grace: grace)
        _ = await self.child.pipes.end()
    }

    /// The last 8 KiB of the standard error of the server.
    public var diagnostics: String { self.child.pipes.errorTail }

    /// The process id of the server, which is also the id of its process group.
    public var processID: Int32 { self.child.id }

    /// A server that closes its output is of no more use, so it is made to end, and its end tells why.
    private func exited() async -> MCPError {
        self.child.pipes.tearDown(patience: self.configuration.closeGrace, grace: self.configuration.closeGrace)
        let exit = await self.child.pipes.end()
        let command = ([self.server.command] + self.server.arguments).joined(separator: " ")
        return MCPError(
            .exited, server: self.server.name,
            "\(exit?.description ?? "closed its output"); run \"\(command)\" by hand to see why",
            standardError: self.diagnostics)
    }
}
