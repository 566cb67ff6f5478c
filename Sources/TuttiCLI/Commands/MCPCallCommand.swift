internal import ArgumentParser
internal import TuttiCore
internal import TuttiJSON
internal import TuttiMCP

/// `tutti mcp call SERVER TOOL [ARGUMENTS]`
struct MCPCallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call one tool and print what it answers.",
        discussion: #"Example:  tutti mcp call tasks add_task '{"title": "Water the plants"}'"#)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The name of the server.")
    var server: String

    @Argument(help: "The name of the tool.")
    var tool: String

    @Argument(help: "The arguments as a JSON object.")
    var arguments = "{}"

    @Option(name: .long, help: ArgumentHelp("How long the call may take.", valueName: "time"))
    var timeout: DurationArgument?

    func run() async throws {
        let assembly = try Assembly(self.common)
        guard let server = assembly.servers.first(where: { $0.name == self.server }) else {
            let names = assembly.servers.map(\.name).joined(separator: ", ")
            throw CommandFailure(.usage, "no server is called '\(self.server)'; configured: \(names)")
        }
        let arguments = try self.parsedArguments()
        let result = try await assembly.withClient(server) { client in
            try await client.callTool(
                self.tool, arguments: arguments, timeout: self.timeout?.duration ?? .seconds(60))
        }
        assembly.console.output.writeLine(result.text)
        if result.isError { throw CommandFailure(.failed, "the tool '\(self.tool)' reports an error") }
    }

    private func parsedArguments() throws(CommandFailure) -> JSONObject {
        let value: JSONValue
        do { value = try JSONValue(parsing: self.arguments) } catch {
            throw CommandFailure(.usage, "the arguments are not JSON: \(error)")
        }
        guard let object = value.object else { throw CommandFailure(.usage, "the arguments have to be a JSON object") }
        return object
    }
}
