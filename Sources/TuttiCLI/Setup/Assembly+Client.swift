internal import TuttiCore
internal import TuttiMCP

extension Assembly {
    /// When a person begins to wonder what is going on, and how long a server may take to start in all.
    private static let patience = Duration.seconds(2)
    private static let startupTimeout = Duration.seconds(15)

    /// Starts a server for one conversation and ends it afterwards, also when the conversation fails or is interrupted.
    func withClient<Value: Sendable>(
        _ server: MCPServerConfiguration, _ body: @escaping @Sendable (MCPClient) async throws -> Value
    ) async throws -> Value {
        let time = self.time
        let console = self.console
        let hint = time.schedule(at: time.now + Self.patience) {
            console.error.writeLine(
                "Waiting for the MCP server \"\(server.name)\" to start, \(Self.startupTimeout.shortText) at most.")
        }
        defer { hint.cancel() }
        let client = MCPClient(name: server.name, transport: try await self.launch(server)) { duration in
            try await time.sleep(for: duration)
        }
        do {
            try await client.connect(startupTimeout: Self.startupTimeout)
            hint.cancel()
            let value = try await body(client)
            await client.close()
            return value
        } catch {
            await client.close()
            throw error
        }
    }
}
