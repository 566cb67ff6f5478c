#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import TuttiAgents
internal import TuttiCore
internal import TuttiHTTP
internal import TuttiMCP
internal import TuttiModels
internal import TuttiProcesses
internal import TuttiSQLite

/// The parts of the program, put together from the host and the settings: the one place that knows them all.
struct Assembly: Sendable {
    let host: Host
    let console: Console
    let settings: Settings
    /// The person's own folder, or the sample while nothing is configured.
    let folder: DataFolder
    let time: any TimeSource = SystemTime.shared
    let providers = SharedProviders(time: SystemTime.shared)
    let accounts = SharedAccount()
    let modelCalls = ModelCallObservers()

    /// Reads the settings; `owned` commands write, so they never work on the sample.
    init(_ options: CommonOptions, owned: Bool = false) throws(CommandFailure) {
        self.host = Host.current()
        self.console = Console(environment: self.host.variables)
        let folder = DataFolder(host: self.host, configuration: options.config)
        self.settings = try Settings(path: folder.configurationPath, isRequired: options.config != nil)
        self.folder = owned ? folder : folder.orSample
    }

    // MARK: Data

    /// Opens the database of the folder; fills the sample when it is one.
    func openDatabase() async throws -> DatabaseFile {
        let file = try await DatabaseFile.open(self.folder.databasePath)
        if self.folder.isSample { try await self.installSample(file) } else { try self.createNotesFolder() }
        return file
    }

    /// The dates of the sample are relative to the day it is installed on, so another day gets a new one.
    private func installSample(_ file: DatabaseFile) async throws {
        let life = SampleLife(today: self.host.today)
        let memory = SQLiteMemoryStore(file)
        let known = Set(try await memory.recent(limit: 1000).map(\.id))
        guard !life.entries.allSatisfy({ known.contains($0.id) }) else { return }
        let tasks = try await DatabaseFile.open(self.folder.tasksPath)
        _ = try await life.install(
            notesFolder: self.folder.notesPath, memory: memory, tasks: SQLiteTaskStore(tasks))
    }

    /// Our own folder of notes is there from the start; one that is configured is left to the person.
    private func createNotesFolder() throws {
        guard self.settings.notesPath == nil else { return }
        try FileManager.default.createDirectory(
            atPath: self.folder.notesPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// The folder of notes that is configured, else the one in the data folder.
    var notesPath: String { self.settings.notesPath.map(self.host.absolutePath) ?? self.folder.notesPath }

    // MARK: Tools

    /// The servers that are configured, else the built-in one for tasks, which only the built-in agents ask.
    var servers: [MCPServerConfiguration] {
        if self.settings.servers == nil, !self.settings.hasBuiltInAgents { return [] }
        let builtIn = MCPServerConfiguration(
            name: "tasks", command: self.host.executablePath,
            arguments: ["mcp", "serve-tasks", "--database", self.folder.tasksPath])
        return (self.settings.servers ?? [builtIn]).filter { !$0.isDisabled }
    }

    /// How long a server may take to end by itself before it is made to: a person waits for it.
    private static let closeGrace = Duration.milliseconds(500)

    /// Starts one server.
    func launch(_ server: MCPServerConfiguration) async throws -> any MCPTransport {
        var limits = StdioTransport.Configuration()
        limits.closeGrace = Self.closeGrace
        return try await StdioTransport.start(
            server, environment: ChildEnvironment(inheriting: self.host.variables), configuration: limits)
    }

    // MARK: Model

    /// How long a server on this machine may take to list its models before it counts as absent.
    private static let probeLimit = Duration.milliseconds(300)

    /// The model to use and why; nil when answers are to be composed of quotations.
    func findModel(_ name: String?, over transport: any HTTPTransport) async throws -> (
        model: (any LanguageModel)?, choice: ModelChoice?, reason: String
    ) {
        do {
            let selection = try ModelSelection(model: name ?? self.settings.model, environment: self.host.variables)
            let (choice, reason) = try await ModelCatalog(transport: transport, limit: Self.probeLimit)
                .resolve(selection)
            guard let choice else { return (nil, nil, reason) }
            let account = try await self.accounts.account(of: self)
            let observed = ObservedModel(
                choice.makeModel(over: transport), server: ServerAddress(choice.baseURL), observer: self.modelCalls,
                time: self.time)
            let metered = MeteredModel(observed, account: account, pricedAs: Self.pricedName(of: choice))
            let model = LimitedModel(metered, provider: self.providers.provider(of: choice))
            return (model, choice, reason)
        } catch let error as ModelError {
            throw CommandFailure(error.code == .misconfigured ? .usage : .failed, "\(error)")
        }
    }

    /// A server on this machine costs nothing, whoever's interface it speaks.
    private static func pricedName(of choice: ModelChoice) -> String? {
        choice.baseURL.isLoopback ? "local:\(choice.modelName)" : nil
    }
}
