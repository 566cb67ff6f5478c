import TuttiJSON

/// Offers tools to one client over a transport.
///
/// Calls run concurrently and answers leave in the order in which they are ready. A call that the client cancels is
/// cancelled here, and gets no answer at all.
public actor MCPServer {
    private let handlers: [String: MCPTool.Handler]
    private var machine: MCPServerMachine
    private var calls: [JSONRPCID: Task<Void, Never>] = [:]

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - name: The name that clients are told.
    ///   - version: The version that clients are told.
    ///   - tools: The tools; of equal names the first stays.
    ///   - maximumCalls: How many calls may be under way; further ones are refused.
    public init(name: String, version: String, tools: [MCPTool], maximumCalls: Int = 64) {
        self.handlers = Dictionary(tools.map { ($0.description.name, $0.handler) }) { first, _ in first }
        var names: Set<String> = []
        let distinct = tools.map(\.description).filter { names.insert($0.name).inserted }
        self.machine = MCPServerMachine(name: name, version: version, tools: distinct, maximumCalls: maximumCalls)
    }

    /// Serves one client until it ends the conversation, then answers the calls under way and closes the transport.
    ///
    /// - Throws: ``MCPError`` when the client breaks the framing; `CancellationError` when the task is cancelled, which
    ///   cancels the calls too.
    public func run(over transport: any MCPTransport) async throws {
        do {
            while let line = try await transport.receive() {
                switch self.machine.received(line) {
                // A client that does not read its answers loses them: the next receive tells whether it is still there.
                case .send(let line): try? transport.send(line)
                case .call(let id, let tool, let arguments): self.start(id, tool, arguments, transport)
                case .cancel(let id): self.calls[id]?.cancel()
                case .ignore: break
                }
            }
            for call in self.calls.values {
                await withTaskCancellationHandler {
                    await call.value
                } onCancel: {
                    call.cancel()
                }
            }
            await transport.close()
        } catch {
            for call in self.calls.values { call.cancel() }
            await transport.close()
            throw error
        }
    }

    private func start(_ id: JSONRPCID, _ tool: String, _ arguments: JSONObject, _ transport: any MCPTransport) {
        guard let handler = self.handlers[tool] else { return }
        // Cancelled by the client's cancelled notification or by the end of `run`.
        self.calls[id] = Task {
            let result: MCPToolResult
            do { result = try await handler(arguments) } catch { result = .init(text: "\(error)", isError: true) }
            self.end(id, result, transport)
        }
    }

    private func end(_ id: JSONRPCID, _ result: MCPToolResult, _ transport: any MCPTransport) {
        self.calls[id] = nil
        guard let line = self.machine.callEnded(id, result) else { return }
        // A client that has left cannot be told.
        try? transport.send(line)
    }
}
