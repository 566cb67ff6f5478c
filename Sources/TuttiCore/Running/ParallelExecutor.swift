/// Runs plans: in parallel along their dependencies, within limits, and back by the deadline.
///
/// Every agent starts the moment its own inputs allow. An agent that fails, times out, ignores its cancellation, blocks
/// its thread or never returns changes nothing for the others, and the run returns by its deadline with what is there.
public struct ParallelExecutor: Sendable {
    /// What a run takes from outside: time, chance, and the threads for its agents.
    struct Environment: Sendable {
        var time: any TimeSource
        var executor: any TaskExecutor
        var random: @Sendable () -> UInt64
    }

    /// The bounds of each run.
    public let configuration: Configuration
    private let environment: Environment
    private let history: Lock<ExecutorMetrics>

    /// Creates an executor.
    ///
    /// - Parameters:
    ///   - configuration: The bounds of each run.
    ///   - time: The clock and its timers.
    ///   - executor: The threads that agents run on.
    ///   - random: Gives 64 random bits: the identity of a run and its jitter come from them.
    public init(
        _ configuration: Configuration = .init(), time: any TimeSource = SystemTime.shared,
        executor: any TaskExecutor = AgentPool.shared,
        random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    ) {
        self.configuration = configuration
        self.environment = Environment(time: time, executor: executor, random: random)
        self.history = Lock(ExecutorMetrics(historyCapacity: configuration.historyCapacity))
    }

    /// What all runs of this executor came to.
    public var metrics: ExecutorMetrics { self.history.withLock { $0 } }

    /// Runs a plan and returns when it has ended, at the latest when the deadline has come.
    ///
    /// Never throws for what agents do: a failure is a part of the report. When the calling task is cancelled the run
    /// ends at once and the report has what was there.
    ///
    /// - Parameters:
    ///   - plan: The agents and their dependencies.
    ///   - request: What they are asked.
    ///   - duration: The time from now to the deadline; nil sets none. Inside an agent the agent's own deadline holds
    ///     when it is earlier.
    public func run(
        _ plan: ExecutionPlan, _ request: AgentRequest = "", within duration: Duration? = nil
    ) async -> RunReport {
        let driver = self.begin(plan, request, duration, listener: nil)
        return await withTaskCancellationHandler {
            await driver.report()
        } onCancel: {
            driver.cancel()
        }
    }

    /// Starts a run whose events can be followed; the parameters are those of ``run(_:_:within:)``.
    ///
    /// The run goes on when the result is dropped.
    public func start(
        _ plan: ExecutionPlan, _ request: AgentRequest = "", within duration: Duration? = nil
    ) -> Run {
        let buffer = EventBuffer(capacity: self.configuration.eventCapacity)
        let driver = self.begin(plan, request, duration, listener: buffer)
        return Run(id: driver.run, events: RunEvents(buffer: buffer), driver: driver)
    }

    private func begin(
        _ plan: ExecutionPlan, _ request: AgentRequest, _ duration: Duration?, listener: EventBuffer?
    ) -> RunDriver {
        var generator = SeededRandomNumberGenerator(seed: self.environment.random())
        let remaining = [duration, RunDeadline.current?.remaining].compactMap(\.self).min()
        let driver = RunDriver(
            run: .random(using: &generator), plan: plan, request: request, limits: self.configuration.limits,
            deadline: remaining.map { self.environment.time.now + $0 }, environment: self.environment,
            listener: listener
        ) { [history] report in history.withLock { $0.record(report) } }
        driver.begin()
        return driver
    }
}
