internal import TuttiAgents
internal import TuttiCore
internal import TuttiHTTP
internal import TuttiMCP
internal import TuttiModels
internal import TuttiSQLite

extension Assembly {
    /// The deadline of an answer when neither the command line nor the configuration says one.
    static let defaultDeadline = Duration.seconds(30)
    /// The most time of one agent.
    private static let agentTimeout = Duration.seconds(20)
    /// How long tool servers may take to end once the answer is there.
    private static let closingTime = Duration.milliseconds(500)

    /// Puts the assistant together, lends it to `body`, and takes it apart again.
    ///
    /// - Parameter endsServers: Whether tool servers are told to end and waited for; false when the process is about to
    ///   end anyway, which ends them too.
    func withAssistant<Value: Sendable>(
        _ options: AssistantOptions, endsServers: @escaping @Sendable () -> Bool,
        _ body: @escaping @Sendable (Assistant) async throws -> Value
    ) async throws -> Value {
        var limits = ToolRegistry.Configuration()
        limits.closeTimeout = Self.closingTime
        limits.limits.maximumQueue = SharedProviders.maximumQueue
        let team = try self.loadTeam()
        let registry = ToolRegistry(
            self.servers.map { server in ToolServer(name: server.name) { try await self.launch(server) } },
            configuration: limits, time: self.time)
        let database = try await self.openDatabase()
        // After the database: the sample's tasks have to be there before their server is asked.
        await registry.start()
        let transport = AsyncHTTPTransport()
        var agents: WorkflowAgents?
        let result: Result<Value, any Error>
        do {
            if let team {
                agents = try await WorkflowAgents(team.workflow, file: team.file, self, model: options.model)
            }
            let members = try agents.flatMap { agents in
                try team?.members(time: self.time) { try agents.agent(for: $0) }
            }
            let assistant = try await self.makeAssistant(options, registry, database, transport, team: members ?? [])
            if self.folder.isSample, options.run.mode == .text {
                self.console.error.writeLine(
                    "Asking a sample life, because nothing is yours yet: `tutti init` changes that.")
            }
            result = .success(try await body(assistant))
        } catch {
            result = .failure(error)
        }
        await self.keepCosts()
        if endsServers() {
            await agents?.close()
            await registry.close()
            await transport.shutdown()
        }
        return try result.get()
    }

    private func makeAssistant(
        _ options: AssistantOptions, _ registry: ToolRegistry, _ database: DatabaseFile,
        _ transport: AsyncHTTPTransport, team: [Team.Member]
    ) async throws -> Assistant {
        async let experience = self.experience(of: Self.assistantWorkflow)
        let rules = try self.selectionRules()
        let models = try await self.findModels(options.model, over: transport)
        let memory = SQLiteMemoryStore(database)
        let directory = try self.makeDirectory(memory, registry, models?[.balanced], team)
        let executor = ParallelExecutor(
            .init(maximumParallel: options.run.maxParallel ?? self.settings.maximumParallel), time: self.time)
        let host = self.host
        let prompts = self.readPrompts()
        var answering = ModelSynthesizer.Configuration()
        answering.instructions = prompts.answer
        let composer = ExtractiveComposer(today: { host.today })
        let orchestrator = Orchestrator(
            directory: directory, strategist: models.map { ModelStrategist($0[.cheap]) } ?? StandardStrategist(),
            synthesizer: models.map {
                ModelSynthesizer(
                    $0[.best], executor: executor, configuration: answering, compose: { composer.compose($0) })
            } ?? composer,
            executor: executor, time: self.time,
            history: .init(SQLiteHistoryStore(database), now: { host.now }),
            durations: DurationLog(await experience.durations),
            guidance: .init(rules: rules, choices: ChoiceLog(await experience.choices)))
        return Assistant(
            orchestrator: orchestrator, memory: memory, model: models?[.balanced],
            deadline: options.run.deadline?.duration ?? self.settings.deadline ?? Self.defaultDeadline,
            prompts: prompts)
    }

    /// The built-in agents, unless the configuration leaves them out, and those of the team.
    private func makeDirectory(
        _ memory: any MemoryStore, _ registry: ToolRegistry, _ model: (any LanguageModel)?, _ team: [Team.Member]
    ) throws -> AgentDirectory {
        var directory = AgentDirectory()
        if self.settings.hasBuiltInAgents { try self.registerBuiltIn(memory, registry, model, in: &directory) }
        for var member in team {
            member.options.timeout = member.options.timeout ?? Self.agentTimeout
            do {
                try directory.register(
                    member.name, member.agent, description: member.description, subject: member.subject,
                    options: member.options)
            } catch {
                throw CommandFailure(.usage, "\(member.file): \(error)")
            }
        }
        return directory
    }

    private func registerBuiltIn(
        _ memory: any MemoryStore, _ registry: ToolRegistry, _ model: (any LanguageModel)?,
        in directory: inout AgentDirectory
    ) throws {
        let host = self.host
        // Only the agents: a timeout of the executor would bound the answer too.
        var options = AgentOptions()
        options.timeout = Self.agentTimeout
        options.sideEffects = .none
        var toolOptions = options
        // Unless the configuration allows more, only tools that look as if they read are called.
        toolOptions.sideEffects = self.settings.allowedTools.isEmpty ? .none : .external
        try directory.register(
            "memory", MemoryAgent(store: memory, now: { host.now }),
            description: "Past conversations, journal and remembered notes: what happened, what was said, what helped.",
            subject: .memory, options: options)
        try directory.register(
            "mcp",
            MCPAgent(
                registry: registry, policy: ToolPolicy(allowed: Set(self.settings.allowedTools)), model: model,
                today: { host.today }),
            description: "Tools of other programs: tasks and their due dates above all.", subject: .tasks,
            options: toolOptions)
        try directory.register(
            "personal", PersonalContentAgent(library: ContentLibrary(root: self.notesPath)),
            description: "The person's own notes: values, goals, beliefs, habits.", subject: .convictions,
            options: options)
    }
}
