internal import TuttiAgents
internal import TuttiCore
internal import TuttiHTTP
internal import TuttiMCP
internal import TuttiModels
internal import TuttiProcesses
internal import TuttiSQLite
internal import TuttiWorkflows

/// Makes the agents of a workflow file, with what they need from outside: nothing is opened that no agent asks for.
struct WorkflowAgents: Sendable {
    private let assembly: Assembly
    private let folder: String
    private let database: DatabaseFile?
    private let transport: AsyncHTTPTransport?
    /// The models by the name the file gives them; the key "" is the configured one.
    private let models: [String: any LanguageModel]
    private let registry: ToolRegistry

    /// Opens what the agents of the workflow need, and starts their tool servers.
    init(_ workflow: Workflow, file: String, _ assembly: Assembly, model: String?) async throws {
        self.assembly = assembly
        self.folder = assembly.folder(of: file)
        let kinds = workflow.agentsToMake.map(\.kind)
        let usesMemory = kinds.contains { if case .memory = $0 { true } else { false } }
        self.database = usesMemory ? try await assembly.openDatabase() : nil
        let names = Set(
            kinds.compactMap { kind -> String? in if case .llm(let llm) = kind { llm.model ?? "" } else { nil } })
        let transport = names.isEmpty ? nil : AsyncHTTPTransport()
        self.transport = transport
        var models: [String: any LanguageModel] = [:]
        for name in names.sorted() {
            guard let transport else { break }
            let (found, _, reason) = try await assembly.findModel(name.isEmpty ? model : name, over: transport)
            guard let found else {
                throw CommandFailure(
                    .usage, "\(file) has agents of kind llm, but there is no model (\(reason)); name one with --model")
            }
            models[name] = found
        }
        self.models = models
        var limits = ToolRegistry.Configuration()
        limits.limits.maximumQueue = SharedProviders.maximumQueue
        self.registry = ToolRegistry(
            try Self.servers(of: workflow, assembly), configuration: limits, time: assembly.time)
        await self.registry.start()
    }

    /// Ends what was started.
    func close() async {
        await self.registry.close()
        await self.transport?.shutdown()
    }

    /// The agent that does what the file says.
    func agent(for declaration: WorkflowAgent) throws -> any Agent {
        switch declaration.kind {
        case .simulated, .workflow:
            preconditionFailure(
                "agents of this kind are made by TuttiWorkflows, '\(declaration.name)' was asked for here")
        case .command(let command):
            return CommandAgent(command, environment: ChildEnvironment(inheriting: self.assembly.host.variables))
        case .llm(let llm):
            guard let model = self.models[llm.model ?? ""] else {
                preconditionFailure("no model was found for '\(declaration.name)'")
            }
            return PromptAgent(llm, model)
        case .mcp(let call):
            return ToolCallAgent(call, server: Self.serverName(of: call, in: declaration), registry: self.registry)
        case .memory(let search):
            guard let database else { preconditionFailure("no memory was opened for '\(declaration.name)'") }
            let host = self.assembly.host
            var agent = MemoryAgent(store: SQLiteMemoryStore(database), now: { host.now })
            agent.maximumPassages = search.limit
            return QueryAgent(query: search.query, agent: agent)
        case .documents(let search):
            let path =
                search.path.hasPrefix("/") || search.path.hasPrefix("~") ? search.path : self.folder + search.path
            var agent = PersonalContentAgent(library: ContentLibrary(root: self.assembly.host.absolutePath(path)))
            agent.maximumPassages = search.limit
            return QueryAgent(query: search.query, agent: agent)
        }
    }

    // MARK: Servers

    private static func servers(of workflow: Workflow, _ assembly: Assembly) throws(CommandFailure) -> [ToolServer] {
        var servers: [ToolServer] = []
        for agent in workflow.agentsToMake {
            guard case .mcp(let call) = agent.kind else { continue }
            let configuration: MCPServerConfiguration
            switch call.server {
            case .named(let name):
                guard let named = assembly.servers.first(where: { $0.name == name }) else {
                    let known = assembly.servers.map(\.name).joined(separator: ", ")
                    throw CommandFailure(
                        .usage,
                        "'\(agent.name)' asks the server '\(name)', which is not configured; there are: \(known)")
                }
                configuration = named
            case .started(let command, let arguments, let environment):
                configuration = MCPServerConfiguration(
                    name: Self.serverName(of: call, in: agent), command: command, arguments: arguments,
                    environment: environment)
            }
            servers.append(
                ToolServer(name: configuration.name) { try await assembly.launch(configuration) })
        }
        return servers
    }

    /// A server that is started for one agent goes by the agent's name, with a mark that no configured one needs.
    private static func serverName(of call: WorkflowAgent.MCP, in agent: WorkflowAgent) -> String {
        switch call.server {
        case .named(let name): name
        case .started: "\(agent.name)'s server"
        }
    }
}
