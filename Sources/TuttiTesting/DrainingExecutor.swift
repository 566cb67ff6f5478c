internal import TuttiCore

/// Runs jobs on the calling thread, only when told to, and always in the same order for the same seed.
public final class DrainingExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var generator: SeededRandomNumberGenerator?
    }

    private let state: Lock<State>

    /// Creates an executor.
    ///
    /// - Parameter seed: Draws which of the ready jobs is next; nil takes them in the order in which they became ready.
    public init(seed: UInt64? = nil) {
        self.state = Lock(State(generator: seed.map { SeededRandomNumberGenerator(seed: $0) }))
    }

    /// Takes a job; it runs with the next ``drain()``.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.state.withLock { $0.jobs.append(job) }
    }

    /// Runs until no job is ready.
    public func drain() {
        while let job = self.nextJob() { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    private func nextJob() -> UnownedJob? {
        self.state.withLock { state in
            guard !state.jobs.isEmpty else { return nil }
            guard var generator = state.generator else { return state.jobs.removeFirst() }
            defer { state.generator = generator }
            return state.jobs.remove(at: Int.random(in: state.jobs.indices, using: &generator))
        }
    }
}
