/// Runs plans: in parallel along their dependencies, within limits, and back by the deadline.
///
/// Every agent starts the moment its own inputs allow. An agent that fails, times out, ignores its cancellation, blocks
/// its thread or never returns changes nothing for the others, and the run returns by its deadline with what is there.
public struct ParallelExecutor: Sendable {
    /// The bounds of each run.
    public let configuration: Configuration
    private let environment: Environment
    private let limits: RunLimits
    private let problems: [String]

    /// Creates an executor.
    ///
    /// - Parameters:
    ///   - configuration: The bounds of each run.
    ///   - time: The clock and its timers.
    ///   - executor: The threads that isolated agents run on.
    ///   - cooperativeExecutor: The threads that cooperative agents run on; nil begins with the caller's and goes on with
    ///     Swift's own.
    ///   - random: Gives 64 random bits: the identity of a run and its jitter come from them; nil draws them.
    public init(
        _ configuration: Configuration = .init(), time: any TimeSource = SystemTime.shared,
        executor: any TaskExecutor = AgentPool.shared, cooperativeExecutor: (any TaskExecutor)? = nil,
        random: (@Sendable () -> UInt64)? = nil
    ) {
        self.configuration = configuration
        self.limits = configuration.limits
        self.problems = configuration.problems
        self.environment = Environment(
            configuration, time: time, executor: executor, cooperativeExecutor: cooperativeExecutor,
            random: random ?? { ProcessRandom.next() })
    }

    /// An executor for runs inside of an agent, whose environment they share but for chance, and whose key theirs are parts
    /// of.
    init(
        _ configuration: Configuration, inside environment: Environment, idempotencyKey: String,
        tracePlace: TracePlace?, random: @escaping @Sendable () -> UInt64
    ) {
        self.configuration = configuration
        self.limits = configuration.limits
        self.problems = configuration.problems
        self.environment = Environment(
            configuration, inside: environment, idempotencyKey: idempotencyKey, tracePlace: tracePlace, random: random)
    }

    /// What all runs of this executor came to.
    public var metrics: ExecutorMetrics {
        var metrics = self.environment.history.withLock { $0 }
        metrics.abandoned = self.environment.abandonment.count
        return metrics
    }

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
        let driver = self.driver(plan, request, duration, listener: nil)
        return await withTaskCancellationHandler {
            driver.begin()
            driver.stayAlert()
            return await driver.report()
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
        let buffer = EventBuffer(capacity: self.configuration.eventCapacity, pool: self.environment.pool)
        let driver = self.driver(plan, request, duration, listener: buffer)
        driver.begin()
        return Run(
            id: driver.run, events: RunEvents(buffer: buffer, source: EventSource(driver, plan)), driver: driver)
    }

    private func driver(
        _ plan: ExecutionPlan, _ request: AgentRequest, _ duration: Duration?, listener: EventBuffer?
    ) -> RunDriver {
        var generator = SeededRandomNumberGenerator(seed: self.environment.random())
        let now = self.environment.time.nanoseconds
        var deadline = duration.map { now.advanced(byAtMost: $0.nanoseconds) } ?? .never
        let enclosing = RunLane.current
        if let remaining = enclosing?.remaining {
            deadline = min(deadline, now.advanced(byAtMost: remaining.nanoseconds))
        }
        var plan = plan
        if !self.problems.isEmpty { plan.warnings += self.problems }
        return RunDriver(
            run: .random(using: &generator), plan: plan, request: request, limits: self.limits, startingAt: now,
            deadline: deadline, enclosing: enclosing, environment: self.environment, seed: generator.next(),
            listener: listener)
    }
}
