internal import TuttiCore

/// Runs jobs on the calling thread, only when told to, and always in the same order for the same seed.
public final class DrainingExecutor: TaskExecutor {
    private struct State {
        var jobs = JobQueue<UnownedJob>()
        let chooser: Chooser
        var generator: SeededRandomNumberGenerator
        /// The only thread that jobs are expected from; nil expects them from any.
        var home: ThreadIdentity?
        /// The jobs that came from elsewhere.
        var strays = 0

        mutating func choose() -> Int {
            switch self.chooser {
            case .first: 0
            case .seed: Int.random(in: 0..<self.jobs.count, using: &self.generator)
            case .custom(let choose): choose(self.jobs.count)
            }
        }
    }

    /// Who says which of the ready jobs is next.
    package enum Chooser: Sendable {
        /// The one that became ready first.
        case first
        /// A draw.
        case seed(UInt64)
        /// A function from their number to a position below it; called under the executor's lock.
        case custom(@Sendable (Int) -> Int)
    }

    private let state: Lock<State>

    /// Creates an executor.
    ///
    /// - Parameter seed: Draws which of the ready jobs is next; nil takes them in the order in which they became ready.
    public convenience init(seed: UInt64? = nil) { self.init(choosing: seed.map { .seed($0) } ?? .first) }

    package init(choosing chooser: Chooser) {
        var seed: UInt64 = 0
        if case .seed(let given) = chooser { seed = given }
        self.state = Lock(State(chooser: chooser, generator: SeededRandomNumberGenerator(seed: seed)))
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
    public func drain() { while self.runNextJob() {} }

    /// Runs one job; returns false when none is ready.
    package func runNextJob() -> Bool {
        guard let job = self.nextJob() else { return false }
        job.runSynchronously(on: self.asUnownedTaskExecutor())
        return true
    }

    /// Counts from now on the jobs that come from another thread than this one.
    func expectJobsOfThisThread() { self.state.withLock { $0.home = .current } }

    /// The jobs that came from elsewhere since ``expectJobsOfThisThread()``.
    var strays: Int { self.state.withLock { $0.strays } }

    /// A chosen job leaves its place to the first one, which is O(1): the order of the rest changes, the same way each
    /// time, and every one of them stays equally likely to be drawn.
    private func nextJob() -> UnownedJob? {
        self.state.withLock { state in
            state.jobs.isEmpty ? nil : state.jobs.pop(at: state.choose())
        }
    }
}
