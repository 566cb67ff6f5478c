internal import ArgumentParser
internal import TuttiCore
internal import TuttiJSON
internal import TuttiMCP

/// `tutti mcp list`
struct MCPListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the configured servers and their tools.")

    @OptionGroup var common: CommonOptions

    @Flag(name: .long, help: "Print one JSON document.")
    var json = false

    func run() async throws {
        let assembly = try Assembly(self.common)
        let listings = await withTaskGroup(of: (Int, Result<[MCPToolDescription], any Error>).self) { group in
            for (index, server) in assembly.servers.enumerated() {
                group.addTask {
                    do {
                        let tools = try await assembly.withClient(server) { client in try await client.listTools() }
                        return (index, .success(tools))
                    } catch { return (index, .failure(error)) }
                }
            }
            return await group.reduce(into: [Int: Result<[MCPToolDescription], any Error>]()) { $0[$1.0] = $1.1 }
        }
        var hasFailed = false
        var document = JSONObject()
        for (index, server) in assembly.servers.enumerated() {
            switch listings[index] {
            case .success(let tools)?:
                document[server.name] = .array(tools.map(\.json))
                if !self.json { self.show(server.name, tools, assembly.console) }
            case .failure(let error)?:
                hasFailed = true
                document[server.name] = ["error": .string("\(error)")]
                assembly.console.warn("\(error)")
            case nil: break
            }
        }
        if self.json {
            assembly.console.output.write(raw: JSONValue.object(document).serialized(pretty: true) + "\n")
        }
        if hasFailed { throw CommandFailure(.failed, "not every server could be listed") }
    }

    private func show(_ name: String, _ tools: [MCPToolDescription], _ console: Console) {
        console.output.write(raw: console.output.styled(name, .bold) + "\n")
        for tool in tools {
            let summary = tool.description.split(separator: "\n").first.map { "  \($0)" } ?? ""
            console.output.writeLine("  \(tool.name)" + summary)
        }
    }
}

extension MCPToolDescription {
    fileprivate var json: JSONValue {
        [
            "name": .string(self.name), "description": .string(self.description),
            "inputSchema": .object(self.inputSchema),
        ]
    }
}
