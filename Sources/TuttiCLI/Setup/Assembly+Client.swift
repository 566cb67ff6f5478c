internal import TuttiCore
internal import TuttiMCP

extension Assembly {
    /// Starts a server for one conversation and ends it afterwards, also when the conversation fails or is interrupted.
    func withClient<Value: Sendable>(
        _ server: MCPServerConfiguration, _ body: @escaping @Sendable (MCPClient) async throws -> Value
    ) async throws -> Value {
        let time = self.time
        let client = MCPClient(name: server.name, transport: try await self.launch(server)) { duration in
            try await time.sleep(for: duration)
        }
        do {
            try await client.connect()
            let value = try await body(client)
            await client.close()
            return value
        } catch {
            await client.close()
            throw error
        }
    }
}
