public import TuttiJSON

/// A tool that our server offers: what it says of itself, and what it does.
public struct MCPTool: Sendable {
    /// What the tool does with the arguments of one call.
    ///
    /// Calls run concurrently, off the actor of the server. The task is cancelled when the client gives the call up. An error becomes a result with
    /// ``MCPToolResult/isError``; its description goes to the client.
    public typealias Handler = @concurrent @Sendable (_ arguments: JSONObject) async throws -> MCPToolResult

    /// What the tool says of itself.
    public var description: MCPToolDescription
    /// What the tool does.
    public var handler: Handler

    /// Creates a tool.
    ///
    /// - Parameter inputSchema: The JSON Schema of the arguments; the server does not check it, the handler has to.
    public init(name: String, description: String, inputSchema: JSONObject, handler: @escaping Handler) {
        self.description = MCPToolDescription(name: name, description: description, inputSchema: inputSchema)
        self.handler = handler
    }
}
