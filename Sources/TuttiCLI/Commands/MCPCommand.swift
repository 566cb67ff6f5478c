internal import ArgumentParser

/// `tutti mcp`: tool servers.
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp", abstract: "List and call the tools of MCP servers, and serve tasks.",
        subcommands: [MCPListCommand.self, MCPCallCommand.self, MCPServeTasksCommand.self])
}
