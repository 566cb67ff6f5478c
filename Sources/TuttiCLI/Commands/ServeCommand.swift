internal import ArgumentParser
internal import TuttiAgents
internal import TuttiCore
internal import TuttiServer

/// `tutti serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the assistant over HTTP, to clients of OpenAI's and Anthropic's interfaces.",
        discussion: """
            Only programs on this machine reach it, unless --host says otherwise, which needs --token-file. Clients take \
            http://127.0.0.1:8734/v1 as their base URL and tutti/coach, or the name of a workflow, as their model. SIGTERM and Ctrl-C let running \
            requests finish, for up to 10 s.
            """)

    /// The name under which the assistant is served.
    private static let model = "tutti/coach"

    @OptionGroup var options: AssistantOptions

    @Option(name: .long, help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(name: .long, help: ArgumentHelp("The port; 0 takes a free one.", valueName: "port"))
    var port = 8_734

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file, readable by its owner alone, with the token that clients have to show.", valueName: "file"))
    var tokenFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Another name by which clients may reach the server; can be repeated.", valueName: "name"))
    var allowedHost: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("A workflow to offer as a model by its name; can be repeated.", valueName: "file"))
    var workflow: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The most runs at the same time; more wait, or get 429 when they would be late.", valueName: "n"))
    var maxRuns = 64

    @OptionGroup var observability: ObservabilityOptions

    func validate() throws {
        guard (0...65_535).contains(self.port) else { throw ValidationError("--port must be from 0 to 65535.") }
        guard self.maxRuns >= 1 else { throw ValidationError("--max-runs must be at least 1.") }
        guard !self.options.run.json, !self.options.run.events else {
            throw ValidationError("A server prints neither --json nor --events.")
        }
    }

    func run() async throws {
        let assembly = try Assembly(self.options.run.common)
        var configuration = try self.serverConfiguration(assembly.host)
        let observation = try ServerObservation(
            self.observability, assembly, isQuiet: self.options.run.common.quiet, token: configuration.token)
        observation.configure(&configuration)
        let configured = configuration
        let (options, files) = (self.options, self.workflow)
        let interruption = Interruption.endingProcess()
        try await assembly.withAssistant(options, endsServers: { true }) { assistant in
            try await ServedWorkflow.withAll(files, assembly, options) { workflows in
                let ensembles = [Self.ensemble(of: assistant, assembly)] + workflows.map(\.ensemble)
                let server = try Self.makeServer(ensembles, configured, observation, assembly)
                interruption.handling { server.stop() }
                do {
                    try await observation.exporting {
                        try await server.run { port in
                            let host = configured.host.contains(":") ? "[\(configured.host)]" : configured.host
                            let (names, page) = (ensembles.map(\.name), "http://\(host):\(port)/")
                            guard !options.run.common.quiet, !observation.listening(at: page + "v1", names) else {
                                return
                            }
                            assembly.console.error.writeLine("Serving \(names.joined(separator: ", ")) at \(page)v1")
                            assembly.console.error.writeLine("See every run as it happens: \(page)")
                        }
                    }
                } catch {
                    throw CommandFailure(.failed, "cannot serve at \(configured.host):\(configured.port): \(error)")
                }
            }
        }
    }

    private static func ensemble(of assistant: Assistant, _ assembly: Assembly) -> Ensemble {
        Ensemble(name: Self.model, deadline: assistant.deadline, assistant.orchestrator) { report in
            guard let report = report.coordination else { return }
            await assembly.keepExperience(report, of: Assembly.assistantWorkflow)
        }
    }

    private static func makeServer(
        _ ensembles: [Ensemble], _ configuration: EnsembleServer.Configuration, _ observation: ServerObservation,
        _ assembly: Assembly
    ) throws(CommandFailure) -> EnsembleServer {
        let host = assembly.host
        do {
            return try EnsembleServer(ensembles, configuration, observers: [observation], time: assembly.time) {
                host.now
            }
        } catch {
            throw CommandFailure(.usage, "\(error)")
        }
    }

    private func serverConfiguration(_ host: Host) throws(CommandFailure) -> EnsembleServer.Configuration {
        var configuration = EnsembleServer.Configuration()
        configuration.host = self.host
        configuration.port = self.port
        configuration.runs.admission.maximumRunning = self.maxRuns
        configuration.connections.maximum = OpenFiles.raiseLimitForConnections()
        configuration.allowedHosts = Set(self.allowedHost.map { $0.lowercased() })
        if let tokenFile { configuration.token = try AccessToken(file: host.absolutePath(tokenFile)) }
        guard configuration.isLoopback || configuration.token != nil else {
            throw CommandFailure(.usage, "\(ServerError.unprotected(host: self.host)): add --token-file FILE")
        }
        return configuration
    }
}
