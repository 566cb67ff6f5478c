package import TuttiJSON

/// A call of a tool that has been decided on.
package struct ToolCall: Hashable, Sendable {
    /// The configured name of the server.
    package var server: String
    /// The name of the tool.
    package var tool: String
    /// The arguments.
    package var arguments: JSONObject

    package init(server: String, tool: String, arguments: JSONObject = JSONObject()) {
        self.server = server
        self.tool = tool
        self.arguments = arguments
    }
}
