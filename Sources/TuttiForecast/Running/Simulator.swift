internal import TuttiCore
internal import TuttiTesting
internal import TuttiWorkflows

/// Runs a scenario many times with the real executor, in virtual time: nothing is asked, started or waited for.
package struct Simulator: Sendable {
    /// The most runs of one forecast.
    package static let maximumRuns = 1_000_000
    /// The most agents in all runs together: each takes up to a hundred bytes until the numbers are made, twice.
    package static let maximumAgents = 4_000_000
    /// The most jobs and timers of one run.
    private static let maximumSteps = 10_000_000
    /// So many runs are computed in one go.
    private static let batch = 50

    private let scenario: Scenario
    private let seeds: WorldSeeds
    private let criticalPath: CriticalPath
    private let costsPerAttempt: [Double]
    /// The plan of all runs; nil when each has its own.
    private let plan: ExecutionPlan?

    /// Prepares the runs of a scenario.
    ///
    /// - Throws: `GraphError` when the workflow was made in code and is wrong.
    package init(_ scenario: Scenario, seed: UInt64) throws {
        self.scenario = scenario
        self.seeds = WorldSeeds(seed)
        self.criticalPath = CriticalPath(of: scenario.workflow)
        self.costsPerAttempt = scenario.costsPerAttempt
        self.plan = scenario.takesTurns ? nil : try scenario.plan(run: 0)
    }

    /// Computes runs on several threads, and returns them in their order, which the number of threads does not change.
    ///
    /// - Parameters:
    ///   - threads: How many batches are computed at the same time.
    ///   - progress: Told how many more runs are done, from any thread.
    /// - Throws: ``ForecastError`` for a run that never ends, `CancellationError` when the task is cancelled.
    package func runs(
        _ count: Int, threads: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [SimulatedRun] {
        let batches = (count + Self.batch - 1) / Self.batch
        let next = Lock(0)
        let done = Lock([[SimulatedRun]](repeating: [], count: batches))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(threads, batches)) {
                // On the pool, where work may hold its thread.
                group.addTask(executorPreference: AgentPool.shared) {
                    while case let number = next.withLock({ next in
                        defer { next += 1 }; return next
                    }), number < batches {
                        try Task.checkCancellation()
                        let range = number * Self.batch..<min((number + 1) * Self.batch, count)
                        let runs = try range.map { try self.run($0) }
                        done.withLock { $0[number] = runs }
                        progress(range.count)
                    }
                }
            }
            try await group.waitForAll()
        }
        return done.withLock { $0 }.flatMap { $0 }
    }

    /// Computes the run with this number on the calling thread.
    package func run(_ number: Int) throws -> SimulatedRun {
        let plan = try self.plan ?? self.scenario.plan(run: number)
        let workflow = self.scenario.workflow
        let seed = self.seeds[number]
        // The seed draws durations and jitter; ready jobs run in their order, so that a what-if changes nothing else.
        let report = try simulate(on: DrainingExecutor(), seed: seed, maximumSteps: Self.maximumSteps) { simulation in
            let executor = simulation.parallelExecutor(workflow.configuration)
            let report = await executor.run(plan, within: workflow.deadline)
            // Attempts that were left behind come to their end too, or each would keep its memory.
            if report.agents.contains(where: { $0.abandoned > 0 }) {
                try await simulation.clock.sleep(for: SimulatedAgent.never * 2)
            }
            return report
        }
        guard report.wallTime < SimulatedAgent.never else {
            let agent = report.agents.first { $0.duration >= SimulatedAgent.never }
            throw ForecastError(
                description: "\(quoted(self.scenario.name)): a run never ends, because nothing bounds "
                    + "\(quoted(agent?.name ?? "an agent")); give it a timeout, or the workflow a deadline")
        }
        return self.digest(report)
    }

    private func digest(_ report: RunReport) -> SimulatedRun {
        let agents = report.agents
        let path = Set(self.criticalPath.agents(of: agents.map { .init($0.start, $0.end) }))
        var usage = Usage()
        var digests: [SimulatedRun.Agent] = []
        digests.reserveCapacity(agents.count)
        for (index, agent) in agents.enumerated() {
            usage += agent.usage
            usage.costUSD += Double(agent.attempts) * self.costsPerAttempt[index]
            digests.append(
                SimulatedRun.Agent(
                    state: agent.state, isFallback: agent.isFallback, isOnCriticalPath: path.contains(index),
                    attempts: agent.attempts, start: agent.start, duration: agent.duration))
        }
        return SimulatedRun(
            status: report.status, wallTime: report.wallTime, deadline: report.deadline, usage: usage, agents: digests)
    }
}
