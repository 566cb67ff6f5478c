public import TuttiMCP

/// A tool server that is not yet running: its name and how it is started.
public struct ToolServer: Sendable {
    /// The name by which the configuration, citations and messages call it.
    public var name: String
    /// Starts the server once; called again when it has died.
    ///
    /// It should notice cancellation: closing the registry waits for it.
    public var launch: @Sendable () async throws -> any MCPTransport

    /// Creates a server.
    public init(name: String, launch: @escaping @Sendable () async throws -> any MCPTransport) {
        self.name = name
        self.launch = launch
    }
}
