/// The threads that agents run on: as many as there are cores, and more while agents block theirs.
///
/// Swift's own pool never grows: as many blocking agents as the machine has cores would stop the whole process,
/// timers included. Here they only hurt themselves. A thread is added whenever work has waited for ``stallLimit``
/// without one piece of it being taken; threads beyond the base end after ``idleLimit`` without work.
public final class AgentPool: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var head = 0
        var threads = 0
        var idle = 0
        var taken = 0
        var isWatched = false

        var isEmpty: Bool { self.head == self.jobs.count }
        var waiting: Int { self.jobs.count - self.head }

        mutating func next() -> UnownedJob? {
            guard !self.isEmpty else { return nil }
            let job = self.jobs[self.head]
            self.head += 1
            self.taken &+= 1
            if self.isEmpty || self.head > 1024 {
                self.jobs.removeFirst(self.head)
                self.head = 0
            }
            return job
        }
    }

    /// The pool that everything uses that is given none.
    public static let shared = AgentPool()

    /// How long work waits untouched before a thread is added.
    private static let stallLimit = Duration.milliseconds(1)
    /// How long a thread beyond the base waits for work before it ends.
    private static let idleLimit = Duration.seconds(2)
    /// Threads added at once to a stalled pool: one at a time would make the last of sixteen blockers wait too long.
    private static let growth = 4

    private let base: Int
    private let maximum: Int
    private let time: any TimeSource
    private let state = Monitor(State())

    /// Creates a pool; its threads start with the first work.
    ///
    /// - Parameters:
    ///   - base: The threads that stay when nothing blocks.
    ///   - maximum: The bound; work beyond it waits until a thread is free.
    ///   - time: Measures the stall; a simulation does not use a pool.
    public init(base: Int = 2, maximum: Int = 512, time: any TimeSource = SystemTime.shared) {
        precondition(base > 0 && maximum >= base, "a pool of \(base) to \(maximum) threads")
        self.base = base
        self.maximum = maximum
        self.time = time
    }

    /// The number of threads at this moment.
    public var threadCount: Int { self.state.withLock { state, _ in state.threads } }

    /// Takes a job of a task that prefers this pool.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (mustStart, mustWatch, taken) = self.state.withLock { state, signal in
            state.jobs.append(job)
            guard state.waiting > state.idle else {
                signal()
                return (false, false, state.taken)
            }
            guard state.threads >= self.base else {
                state.threads += 1
                return (true, false, state.taken)
            }
            defer { state.isWatched = true }
            return (false, !state.isWatched, state.taken)
        }
        if mustStart { self.startThread() }
        if mustWatch { self.watch(taken: taken) }
    }

    /// Looks again after ``stallLimit``, for as long as work is waiting.
    private func watch(taken: Int) {
        _ = self.time.schedule(at: self.time.now + Self.stallLimit) {
            let (added, seen) = self.state.withLock { state, _ -> (Int, Int?) in
                guard !state.isEmpty else {
                    state.isWatched = false
                    return (0, nil)
                }
                let isStalled = state.taken == taken
                let added = isStalled ? min(Self.growth, state.waiting, self.maximum - state.threads) : 0
                state.threads += added
                return (added, state.taken)
            }
            for _ in 0..<added { self.startThread() }
            if let seen { self.watch(taken: seen) }
        }
    }

    private func startThread() {
        // Agents yield to the timer thread, so that a deadline holds while agents spin on every core.
        let code = Thread.start(name: "tutti-agent", niceness: 10) { self.work() }
        if code != 0 { self.state.withLock { state, _ in state.threads -= 1 } }
    }

    private func work() {
        while let job = self.nextJob() { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// The next job, or nil when this thread is to end.
    private func nextJob() -> UnownedJob? {
        var isIdle = false
        return self.state.wait { state, isTimeOver in
            if isIdle { state.idle -= 1 }
            isIdle = false
            if let job = state.next() { return .finish(job) }
            guard !isTimeOver || state.threads <= self.base else {
                state.threads -= 1
                return .finish(nil)
            }
            isIdle = true
            state.idle += 1
            return .wait(state.threads > self.base ? Self.idleLimit : nil)
        }
    }
}
