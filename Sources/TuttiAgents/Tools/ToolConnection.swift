internal import TuttiCore
public import TuttiMCP

/// A tool server that is running, with the tools that it had when it started.
public struct ToolConnection: Sendable {
    /// The configured name of the server.
    public let server: String
    /// Speaks with it.
    public let client: MCPClient
    /// What it said of itself.
    public let info: MCPServerInfo
    /// Its tools, in its order; what they say of themselves is untrusted text.
    public let tools: [MCPToolDescription]
    /// What the server bears, the same after a restart.
    let provider: Provider
}
