internal import CTuttiThreads
internal import Synchronization

/// The threads that agents run on: as many as there are cores, and more while agents block theirs.
///
/// Swift's own pool never grows: as many blocking agents as the machine has cores would stop the whole process,
/// timers included. Here they only hurt themselves: whenever work has waited for a millisecond without being taken,
/// threads are added, more each time, up to ``maximum``. Threads that have nothing to do end: after two seconds those
/// beyond the base, after a minute all.
///
/// Work from outside wakes a thread at once. Work from one of the pool's own threads waits for that thread, because
/// the task that made it is usually about to suspend, and waking another would cost more than most agents take; when it
/// has waited for a millisecond others are woken.
public final class AgentPool: TaskExecutor {
    /// What a thread does for somebody.
    private enum Work {
        case job(UnownedJob)
        /// Tells the lane to stop, here because cancellation handlers are user code.
        case stop(RunLane)
    }

    /// The pool that everything uses that is given none.
    public static let shared = AgentPool()

    /// Where the agents of all pools are told to stop that do not just sleep.
    static let stopping = AgentPool(base: 1, maximum: 64, niceness: 0)

    /// How long work waits untouched before somebody looks.
    private static let tickLength: Int64 = 1_000_000
    /// How long a thread beyond the base waits for work before it ends.
    private static let surplusRest = Duration.seconds(2)
    /// How long any thread does.
    private static let rest = Duration.seconds(60)
    /// Jobs that one thread has run without a rest that make more of them likely.
    private static let manyJobs = 8

    /// The threads that stay when nothing blocks.
    public let base: Int
    /// The bound; work beyond it waits until a thread is free.
    public let maximum: Int
    /// The attempts that runs have given up on, and that may still hold a thread of this pool.
    package let abandonment = AbandonmentGauge()
    private let time: any TimeSource
    private let onSaturation: (@Sendable (Int) -> Void)?
    private let niceness: Int32
    private let machine: Lock<Machine<Work, ThreadParker>>
    private let saturated = Atomic(false)

    /// Creates a pool; its threads start with the first work.
    ///
    /// - Parameters:
    ///   - base: The threads that stay when nothing blocks; nil takes the number of cores, and 2 at least.
    ///   - maximum: The bound; work beyond it waits until a thread is free.
    ///   - time: Measures how long work waits; a simulation does not use a pool.
    ///   - onSaturation: Told the number of waiting jobs when no thread takes any and no more can be started; once, until
    ///     no work has waited in between. Called on the thread of the timers: it must not block.
    public convenience init(
        base: Int? = nil, maximum: Int = 512, time: any TimeSource = SystemTime.shared,
        onSaturation: (@Sendable (Int) -> Void)? = nil
    ) {
        // Agents yield to the timer thread, so that a deadline holds while agents spin on every core.
        self.init(base: base, maximum: maximum, time: time, niceness: 10, onSaturation: onSaturation)
    }

    init(
        base: Int?, maximum: Int, time: any TimeSource = SystemTime.shared, niceness: Int32,
        onSaturation: (@Sendable (Int) -> Void)? = nil
    ) {
        let base = base ?? min(max(2, Int(tutti_core_count())), maximum)
        precondition(base > 0 && maximum >= base, "a pool of \(base) to \(maximum) threads")
        self.base = base
        self.maximum = maximum
        self.time = time
        self.onSaturation = onSaturation
        self.niceness = niceness
        self.machine = Lock(Machine(base: base, maximum: maximum))
    }

    /// The number of threads at this moment.
    public var threadCount: Int { self.machine.withLock { $0.threads } }

    /// The jobs that no thread has taken yet.
    public var waitingJobs: Int { self.machine.withLock { $0.waitingJobs } }

    /// How many times the pool has become saturated.
    public var saturations: Int { self.machine.withLock { $0.saturations } }

    /// Whether work has come to a stand with no thread left to start; true until a tick after no work waits.
    package var isSaturated: Bool { self.saturated.load(ordering: .relaxed) }

    /// The threads that sleep until there is work.
    package var idleThreads: Int { self.machine.withLock { $0.idleThreads } }

    // MARK: Work

    /// Takes a job of a task that prefers this pool.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isOwn = self.isOwnThread
        self.perform(self.machine.withLock { $0.jobArrived(.job(job), fromOwnThread: isOwn) })
    }

    /// Tells lanes to stop on the threads of this pool; one whose cancellation handler blocks keeps no other waiting for
    /// long.
    func stop(_ lanes: [RunLane]) {
        let orders = self.machine.withLock { machine in
            lanes.map { machine.jobArrived(.stop($0), fromOwnThread: false) }
        }
        for order in orders { self.perform(order) }
    }

    /// Looks for something that agents of this pool may bring about in a moment, for some microseconds at most: to fall
    /// asleep and be woken would cost whoever waits for it more than small agents take.
    ///
    /// - Returns: Whether it is there; false at once on a thread of the pool, which the agents may need, and where there is
    ///   one core.
    func look(until isThere: () -> Bool) -> Bool {
        !self.isOwnThread && Alertness.look(for: Alertness.usual, until: isThere)
    }

    private var isOwnThread: Bool { tutti_thread_owner() == Unmanaged.passUnretained(self).toOpaque() }

    /// Wakes an idle thread if work is waiting; for a thread that knows it will be busy for longer.
    package func offerWork() {
        self.perform(self.machine.withLock { $0.workOffered() })
    }

    private func perform(_ order: Machine<Work, ThreadParker>.Order) {
        switch order {
        case .nothing: break
        case .wake(let thread): thread.unpark()
        case .startThread: self.startThread()
        case .startWatch: self.watch()
        }
    }

    // MARK: Watching

    private func watch() {
        _ = self.time.schedule(atNanoseconds: self.time.nanoseconds + Self.tickLength) { self.tick() }
    }

    private func tick() {
        let orders = self.machine.withLock { machine in
            let orders = machine.ticked()
            self.saturated.store(machine.isSaturated, ordering: .relaxed)
            return orders
        }
        for thread in orders.wake { thread.unpark() }
        for _ in 0..<orders.threadsToStart { self.startThread() }
        if orders.watchGoesOn { self.watch() }
        if let waiting = orders.saturation { self.onSaturation?(waiting) }
    }

    // MARK: Threads

    private func startThread() {
        let code = Thread.start(name: self.niceness == 0 ? "tutti-stopper" : "tutti-agent", niceness: self.niceness) {
            self.work()
        }
        if code != 0 { self.perform(self.machine.withLock { $0.threadRefused() }) }
    }

    private func work() {
        tutti_set_thread_owner(Unmanaged.passUnretained(self).toOpaque())
        if self.niceness == 0 { tutti_thread_wake_exactly() }
        let thread = ThreadParker()
        var hasJustCome = true
        var jobsInRow = 0
        while true {
            switch self.machine.withLock({ $0.threadIsFree(thread, hasJustCome: hasJustCome) }) {
            case .run(let work):
                switch work {
                case .job(let job): job.runSynchronously(on: self.asUnownedTaskExecutor())
                case .stop(let lane): lane.stop()
                }
                hasJustCome = false
                jobsInRow += 1
            case .rest(let isSurplus):
                let alertness = self.alertness(after: jobsInRow)
                guard self.restIsFollowedByWork(thread, isSurplus: isSurplus, alertFor: alertness) else { return }
                hasJustCome = true
                jobsInRow = 0
            }
        }
    }

    /// How long a thread looks for work before it sleeps: longer in the middle of much, as when many agents are told to
    /// stop one soon after another.
    private func alertness(after jobsInRow: Int) -> Nanoseconds {
        guard self.niceness > 0 else { return 0 }
        return jobsInRow < Self.manyJobs ? Alertness.usual : 4 * Alertness.usual
    }

    /// Sleeps until there is work, or returns false when this thread is to end.
    private func restIsFollowedByWork(
        _ thread: ThreadParker, isSurplus: Bool, alertFor alertness: Nanoseconds = 0
    ) -> Bool {
        if thread.park(for: isSurplus ? Self.surplusRest : Self.rest, alertFor: alertness) { return true }
        switch self.machine.withLock({ $0.restEnded(thread, wasSurplus: isSurplus) }) {
        case .end: return false
        case .awaitWake: return thread.park(for: nil)
        case .restOn: return self.restIsFollowedByWork(thread, isSurplus: false)
        }
    }
}
