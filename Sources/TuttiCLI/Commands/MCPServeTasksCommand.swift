internal import ArgumentParser
internal import TuttiMCP
internal import TuttiProcesses
internal import TuttiSQLite

/// `tutti mcp serve-tasks`
struct MCPServeTasksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve-tasks",
        abstract: "Serve a to-do list over MCP on the standard input and output.",
        discussion: "Tools: add_task, list_tasks, complete_task, overdue_tasks. Ends when its input is closed.")

    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: ArgumentHelp("The file of the tasks.", valueName: "file"))
    var database: String?

    func run() async throws {
        let assembly = try Assembly(self.common)
        let path = self.database.map(assembly.host.absolutePath) ?? assembly.folder.tasksPath
        let file = try await DatabaseFile.open(path)
        let host = assembly.host
        let server = TaskServer(store: SQLiteTaskStore(file, now: { host.now }))
        try await server.run(over: StandardStreamsTransport(), version: TuttiCommand.version)
    }
}
