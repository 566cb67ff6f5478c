public import TuttiCore

/// What a simulated scenario is given: a clock that jumps, and an executor that runs on it.
public struct Simulation: Sendable {
    /// The virtual time.
    public let clock: VirtualClock
    /// The thread, so to speak.
    public let executor: DrainingExecutor
    /// The seed that every draw of the scenario comes from.
    public let seed: UInt64
    private let generator: Lock<SeededRandomNumberGenerator>

    init(seed: UInt64, executor: DrainingExecutor) {
        self.clock = VirtualClock()
        self.executor = executor
        self.seed = seed
        self.generator = Lock(SeededRandomNumberGenerator(seed: seed))
    }

    /// An executor whose runs take no real time and are the same for the same seed.
    public func parallelExecutor(_ configuration: ParallelExecutor.Configuration = .init()) -> ParallelExecutor {
        ParallelExecutor(
            configuration, time: self.clock, executor: self.executor, cooperativeExecutor: self.executor
        ) {
            self.generator.withLock { $0.next() }
        }
    }

    /// Checks a graph and runs it in virtual time.
    ///
    /// - Parameters:
    ///   - graph: The agents and their dependencies.
    ///   - request: What they are asked.
    ///   - duration: The time to the deadline; nil sets none.
    ///   - configuration: The bounds of the run.
    ///   - recorder: Records the events of the run.
    /// - Throws: `GraphError` when the graph has a problem. What agents do is in the report.
    public func run(
        _ graph: AgentGraph, _ request: AgentRequest = "", within duration: Duration? = nil,
        _ configuration: ParallelExecutor.Configuration = .init(), recorder: EventRecorder = .init()
    ) async throws -> RunReport {
        try await self.run(graph.plan(), request, within: duration, configuration, recorder: recorder)
    }

    /// Runs a plan in virtual time; the parameters are those of ``run(_:_:within:_:recorder:)-(AgentGraph,_,_,_,_)``.
    public func run(
        _ plan: ExecutionPlan, _ request: AgentRequest = "", within duration: Duration? = nil,
        _ configuration: ParallelExecutor.Configuration = .init(), recorder: EventRecorder = .init()
    ) async -> RunReport {
        var configuration = configuration
        // The reader takes its turns with the agents, and may come late.
        configuration.eventCapacity = max(configuration.eventCapacity, EventRecorder.defaultCapacity)
        let run = self.parallelExecutor(configuration).start(plan, request, within: duration)
        return await recorder.record(run, activities: self.clock.activities)
    }
}
