extension ParallelExecutor {
    /// What a run takes from outside: time, chance, and the threads for its agents.
    struct Environment: Sendable {
        var time: any TimeSource
        var executor: any TaskExecutor
        /// Nil runs cooperative agents where the caller runs.
        var cooperativeExecutor: (any TaskExecutor)?
        /// Where attempts are told to stop: beside the pool, whose threads may all be held by those that are meant. Nil
        /// tells them on the executor.
        var stoppingPool: AgentPool?
        /// The executor, when it is a pool of ours.
        var pool: AgentPool?
        var abandonment: AbandonmentGauge
        var maximumAbandoned: Int
        var random: @Sendable () -> UInt64
        let history: Lock<ExecutorMetrics>

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
