extension ParallelExecutor {
    /// What a run takes from outside: time, chance, and the threads for its agents.
    final class Environment: Sendable {
        let time: any TimeSource
        /// The time source, when it is the real one.
        private let systemTime: SystemTime?
        let executor: any TaskExecutor
        /// Nil runs cooperative agents where the caller runs.
        let cooperativeExecutor: (any TaskExecutor)?
        /// The executor, when it is a pool of ours.
        let pool: AgentPool?
        /// Where attempts are told to stop that do not just sleep: beside the pool, whose threads may all be held by those
        /// that are meant. Nil tells them on the executor.
        let stoppingPool: AgentPool?
        let abandonment: AbandonmentGauge
        let maximumAbandoned: Int
        /// The key of the agent that all runs are inside of; nil for runs of their own.
        let idempotencyKey: String?
        /// The attempt of the outermost run that all runs are inside of; nil for runs of their own, and untraced ones.
        let tracePlace: TracePlace?
        let random: @Sendable () -> UInt64
        /// What agents without a budget of their own may spend on hedges; nil sets no bound.
        let hedgingBudget: AttemptBudget?
        let history: Lock<ExecutorMetrics>

        init(
            _ configuration: Configuration, time: any TimeSource, executor: any TaskExecutor,
            cooperativeExecutor: (any TaskExecutor)?, random: @escaping @Sendable () -> UInt64
        ) {
            let pool = executor as? AgentPool
            self.time = time
            self.systemTime = time as? SystemTime
            self.executor = executor
            self.cooperativeExecutor = cooperativeExecutor
            self.pool = pool
            self.stoppingPool = pool == nil ? nil : .stopping
            self.abandonment = pool?.abandonment ?? AbandonmentGauge()
            self.maximumAbandoned = max(1, configuration.maximumAbandoned)
            self.idempotencyKey = nil
            self.tracePlace = nil
            self.random = random
            self.hedgingBudget = configuration.hedgingBudget.map { AttemptBudget($0) }
            self.history = Lock(ExecutorMetrics(historyCapacity: configuration.historyCapacity))
        }

        /// The environment of runs inside of an agent: on the same clock and threads, and on the same budgets.
        init(
            _ configuration: Configuration, inside outer: Environment, idempotencyKey: String,
            tracePlace: TracePlace?, random: @escaping @Sendable () -> UInt64
        ) {
            self.time = outer.time
            self.systemTime = outer.systemTime
            self.executor = outer.executor
            self.cooperativeExecutor = outer.cooperativeExecutor
            self.pool = outer.pool
            self.stoppingPool = outer.stoppingPool
            self.abandonment = outer.abandonment
            self.maximumAbandoned = outer.maximumAbandoned
            self.idempotencyKey = idempotencyKey
            self.tracePlace = tracePlace
            self.random = random
            self.hedgingBudget = outer.hedgingBudget
            self.history = Lock(ExecutorMetrics(historyCapacity: configuration.historyCapacity))
        }

        /// The present instant; the real one is read without a detour, as every agent asks for it.
        @inline(__always)
        var now: Nanoseconds { self.systemTime?.nanoseconds ?? self.time.nanoseconds }

        /// Why no agent may be started now: too many that were given up still run.
        func abandonmentLimitReached() -> AbandonmentError? {
            let count = self.abandonment.count
            return count < self.maximumAbandoned ? nil : AbandonmentError(count: count)
        }
    }
}

/// Too many abandoned attempts still run for another agent to be started.
struct AbandonmentError: RetryAdvice, CustomStringConvertible {
    var count: Int

    var isRetryable: Bool { true }
    var retryAfter: Duration? { nil }

    var description: String {
        "not started: \(count) attempts that were given up still run; raise maximumAbandoned, or find what never ends"
    }
}
