import Foundation
import TuttiMCP
import TuttiProcesses

/// The real MCP servers that the live suites talk to.
///
/// `TUTTI_LIVE=1` turns the suites on; `TUTTI_LIVE_PARTS` names the folder of their virtual environments, and
/// `TUTTI_LIVE_SLOWSRV` the script of the slow server.
enum LiveParts {
    private static let variables = ProcessInfo.processInfo.environment

    static let time = Self.program("mcp-time/bin/mcp-server-time")
    static let cadence = Self.program("cadence/bin/cadence")
    static let slowPython = Self.program("slow/bin/python")
    static let slowScript = Self.variables["TUTTI_LIVE_SLOWSRV"].flatMap {
        Self.isLive && FileManager.default.fileExists(atPath: $0) ? $0 : nil
    }

    static let environment = ChildEnvironment(inheriting: Self.variables)

    /// Starts a server and connects to it; real servers take seconds on a busy machine.
    static func connect(
        _ server: MCPServerConfiguration, maximumLineLength: Int = LineFramer.defaultMaximumLineLength
    ) async throws -> (client: MCPClient, transport: StdioTransport) {
        var configuration = StdioTransport.Configuration()
        configuration.maximumLineLength = maximumLineLength
        let transport = try await StdioTransport.start(
            server, environment: Self.environment, configuration: configuration)
        let client = MCPClient(name: server.name, transport: transport, sleep: { try await Task.sleep(for: $0) })
        try await client.connect(startupTimeout: .seconds(60))
        return (client, transport)
    }

    private static var isLive: Bool { Self.variables["TUTTI_LIVE"] == "1" }

    private static func program(_ path: String) -> String? {
        guard self.isLive, let folder = self.variables["TUTTI_LIVE_PARTS"] else { return nil }
        let program = "\(folder)/\(path)"
        return FileManager.default.isExecutableFile(atPath: program) ? program : nil
    }
}
