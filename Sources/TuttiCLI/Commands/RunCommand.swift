internal import ArgumentParser
internal import TuttiCore
internal import TuttiWorkflows

/// `tutti run FILE [TEXT]`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a workflow file.",
        discussion: "The text is what agents get as {{input}}; - reads it from the standard input.")

    @OptionGroup var options: AssistantOptions

    @Argument(help: "The workflow, in YAML or JSON.")
    var file: String

    @Argument(help: "The input.")
    var text: [String] = []

    func run() async throws {
        let assembly = try Assembly(self.options.run.common)
        let workflow = try assembly.loadWorkflow(self.file)
        let input = try self.text == ["-"] ? assembly.console.readInput() : self.text.joined(separator: " ")
        let (options, file) = (self.options, self.file)
        let interruption = Interruption.endingProcess()
        let report = try await interruption.cancelling {
            let agents = try await WorkflowAgents(workflow, file: file, assembly, model: options.model)
            let report = try await Self.run(workflow, with: agents, input, options, assembly)
            await assembly.keepCosts()
            if !interruption.wasInterrupted { await agents.close() }
            return report
        }
        if interruption.wasInterrupted { throw CommandFailure(.interrupted, "interrupted") }
        try report.status.throwUnlessComplete(hasOutput: report.output != nil)
    }

    private static func run(
        _ workflow: Workflow, with agents: WorkflowAgents, _ input: String, _ options: AssistantOptions,
        _ assembly: Assembly
    ) async throws -> RunReport {
        async let durations = assembly.durations(of: workflow.name)
        var configuration = workflow.configuration
        configuration.maximumParallel = options.run.maxParallel ?? configuration.maximumParallel
        let plan = try assembly.plan(workflow) { try agents.agent(for: $0) }.ordered(by: await durations)
        let executor = ParallelExecutor(configuration, time: assembly.time)
        let run = executor.start(
            plan, AgentRequest(input), within: options.run.deadline?.duration ?? workflow.deadline)
        let presenter = RunPresenter(console: assembly.console, mode: options.run.mode, time: assembly.time)
        let report = await presenter.follow(run.events) { await run.report() }
        await presenter.conclude(Conclusion(report))
        await assembly.keepDurations(report, of: workflow.name)
        return report
    }
}
