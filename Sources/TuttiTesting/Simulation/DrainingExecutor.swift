internal import TuttiCore

/// Runs jobs on the calling thread, only when told to, and always in the same order for the same seed.
public final class DrainingExecutor: TaskExecutor {
    private struct State {
        var jobs = JobQueue<UnownedJob>()
        var generator: SeededRandomNumberGenerator?
        /// The only thread that jobs are expected from; nil expects them from any.
        var home: ThreadIdentity?
        /// The jobs that came from elsewhere.
        var strays = 0

        mutating func draw() -> Int {
            guard var generator = self.generator else { return 0 }
            defer { self.generator = generator }
            return Int.random(in: 0..<self.jobs.count, using: &generator)
        }
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
        self.state.withLock { state in
            state.jobs.append(job)
            if let home = state.home, home != .current { state.strays += 1 }
        }
    }

    /// Runs until no job is ready.
    public func drain() {
        while let job = self.nextJob() { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Runs until no job is ready, and so many jobs at most; returns how many it ran.
    func drain(atMost limit: Int) -> Int {
        var count = 0
        while count < limit, let job = self.nextJob() {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
            count += 1
        }
        return count
    }

    /// Counts from now on the jobs that come from another thread than this one.
    func expectJobsOfThisThread() { self.state.withLock { $0.home = .current } }

    /// The jobs that came from elsewhere since ``expectJobsOfThisThread()``.
    var strays: Int { self.state.withLock { $0.strays } }

    /// A drawn job leaves its place to the first one, which is O(1): the order of the rest changes, the same way each
    /// time, and every one of them stays equally likely to be next.
    private func nextJob() -> UnownedJob? {
        self.state.withLock { state in
            state.jobs.isEmpty ? nil : state.jobs.pop(at: state.draw())
        }
    }
}
