import Testing
import TuttiMCP
import TuttiProcesses
import TuttiTesting

@Suite struct StdioTransportConformanceTests {
    @Test(arguments: ConformanceSuite.mcpTransport.checks)
    func `keeps the rules of a transport`(check: ConformanceCheck<any MCPTransport>) async throws {
        let server = MCPServerConfiguration(name: "echo", command: "sh", arguments: ["-c", "exec cat"])
        let transport = try await StdioTransport.start(
            server, environment: ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"]))
        try await check.verify { transport }
        await transport.close()
    }
}
