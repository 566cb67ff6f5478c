import TuttiAgents
import TuttiCore
import TuttiServer

/// A server on a port of its own, for as long as a test needs it.
struct LiveServer: Sendable {
    var port: Int
    var server: EnsembleServer

    /// Sends bytes as they are and reads until the server hangs up.
    func exchange(_ bytes: [UInt8]) async throws -> String {
        let client = try await RawClient(port: self.port)
        try await client.send(bytes: bytes)
        return await client.read()
    }

    static func withServer(
        _ script: EnsembleScript, _ configuration: EnsembleServer.Configuration = .init(),
        _ body: @escaping @Sendable (LiveServer) async throws -> Void
    ) async throws {
        var configuration = configuration
        configuration.port = 0
        let (ports, newPorts) = AsyncStream.makeStream(of: Int.self)
        let ensemble = Ensemble(
            name: "tutti/test", deadline: .seconds(300),
            try script.orchestrator(ParallelExecutor(), SystemTime.shared))
        let server = try EnsembleServer([ensemble], configuration) { Timestamp(secondsSince1970: 1_795_000_000) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { newPorts.finish() }
                try await server.run { newPorts.yield($0) }
            }
            for await port in ports.prefix(1) { try await body(LiveServer(port: port, server: server)) }
            server.stop()
            try await group.waitForAll()
        }
    }
}
