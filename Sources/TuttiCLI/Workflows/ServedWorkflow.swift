internal import TuttiCore
internal import TuttiServer
internal import TuttiWorkflows

/// A workflow that the server offers, put in order once with what earlier runs took.
struct ServedWorkflow: Sendable {
    let ensemble: Ensemble
    private let name: String
    private let agents: WorkflowAgents
    /// One run now and then, to keep what it took.
    private let reports: AsyncStream<RunReport>

    /// What runs took is kept of one a second at most: a server may have thousands.
    private static let pause = Duration.seconds(1)

    /// Opens the workflows of some files, lends them to `body`, and closes them again.
    ///
    /// - Throws: `CommandFailure` for a file that is wrong and for a name that is there twice; what `body` throws.
    static func withAll<Value: Sendable>(
        _ files: [String], _ assembly: Assembly, _ options: AssistantOptions,
        _ body: ([ServedWorkflow]) async throws -> Value
    ) async throws -> Value {
        var workflows: [ServedWorkflow] = []
        let result: Result<Value, any Error>
        do {
            for file in files {
                let workflow = try await ServedWorkflow(file, assembly, options)
                workflows.append(workflow)
                guard Set(workflows.map(\.name)).count == workflows.count else {
                    throw CommandFailure(.usage, "\(file): another workflow has the name '\(workflow.name)'")
                }
            }
            result = .success(
                try await withThrowingDiscardingTaskGroup { group in
                    for workflow in workflows { group.addTask { try? await workflow.keepDurations(assembly) } }
                    defer { group.cancelAll() }
                    return try await body(workflows)
                })
        } catch {
            result = .failure(error)
        }
        for workflow in workflows { await workflow.agents.close() }
        return try result.get()
    }

    private init(_ file: String, _ assembly: Assembly, _ options: AssistantOptions) async throws {
        let workflow = try assembly.loadWorkflow(file)
        let agents = try await WorkflowAgents(workflow, file: file, assembly, model: options.model)
        var configuration = workflow.configuration
        configuration.maximumParallel = options.run.maxParallel ?? configuration.maximumParallel
        let plan: ExecutionPlan
        do {
            plan = try assembly.plan(workflow) { try agents.agent(for: $0) }
                .ordered(by: await assembly.durations(of: workflow.name))
        } catch {
            await agents.close()
            throw error
        }
        let (reports, newReports) = AsyncStream.makeStream(of: RunReport.self, bufferingPolicy: .bufferingOldest(1))
        self.ensemble = Ensemble(
            name: workflow.name, deadline: options.run.deadline?.duration ?? workflow.deadline,
            ParallelExecutor(configuration, time: assembly.time)
        ) { report in
            newReports.yield(report.run)
        } plan: {
            plan
        }
        (self.name, self.agents, self.reports) = (workflow.name, agents, reports)
    }

    private func keepDurations(_ assembly: Assembly) async throws {
        for await report in self.reports {
            await assembly.keepDurations(report, of: self.name)
            try await assembly.time.sleep(for: Self.pause)
        }
    }
}
