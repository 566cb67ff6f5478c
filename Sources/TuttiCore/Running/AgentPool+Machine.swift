extension AgentPool {
    /// Decides when threads are woken, started and ended; holds the jobs, and knows neither a thread nor a clock.
    ///
    /// jobArrived from outside: a thread is idle → wake it · fewer threads than the base → start one · else → watch
    /// jobArrived from one of the pool's own threads → watch; that thread takes the job when its present one suspends
    /// workOffered: work waits and a thread is idle → wake it
    /// ticked: no work waits → the watch ends; else idle threads are woken for it, and when there are none and the
    /// threads take no work: start more, twice as many as at the last tick, and say so when the maximum is reached
    /// threadIsFree: work waits → run it, else → the thread is idle; after its rest it ends, unless it was just woken
    package struct Machine<Job, IdleThread: AnyObject> {
        package enum Order {
            case nothing
            case wake(IdleThread)
            case startThread
            case startWatch
        }

        package enum Next {
            case run(Job)
            /// Sleep until it is woken, for a short time at most if there are more threads than the base.
            case rest(isSurplus: Bool)
        }

        package enum AfterRest {
            case end
            /// Somebody has just decided to wake it.
            case awaitWake
            case restOn
        }

        package struct TickOrders {
            package var wake: [IdleThread] = []
            package var threadsToStart = 0
            package var watchGoesOn = false
            /// The pool has just become saturated; so many jobs wait.
            package var saturation: Int?
        }

        /// Threads added by the first tick that finds the pool stalled.
        private static var initialGrowth: Int { 4 }

        let base: Int
        let maximum: Int
        private var jobs = JobQueue<Job>()
        /// The thread that has been idle for the shortest time is the last: it is woken first, and others may end.
        private var idle: [IdleThread] = []
        package private(set) var threads = 0
        /// Threads that have been woken or started and are not there yet; each is as good as one job taken.
        private var coming = 0
        package private(set) var saturations = 0
        package private(set) var isSaturated = false
        private var isWatched = false
        private var taken = 0
        private var takenAtLastTick = 0
        /// The threads that the last tick set to work; what these take is no sign that the others get on.
        private var helpersOfLastTick = 0
        private var growth = Self.initialGrowth
        /// The threads that may still be started before the next tick, without waiting for it: work that is started
        /// by work, as a chain is, would get one thread a tick.
        private var allowance = 0
        private var wasRefusedThread = false

        package init(base: Int, maximum: Int) {
            self.base = base
            self.maximum = maximum
        }

        package var waitingJobs: Int { self.jobs.count }
        package var idleThreads: Int { self.idle.count }

        // MARK: Work

        package mutating func jobArrived(_ job: Job, fromOwnThread: Bool) -> Order {
            self.jobs.append(job)
            if !fromOwnThread, let thread = self.wakeThread() { return .wake(thread) }
            if !fromOwnThread, self.threads < self.base { return self.startThread() }
            guard self.allowance > 0, self.idle.isEmpty, self.threads < self.maximum else { return self.watch() }
            self.allowance -= 1
            self.helpersOfLastTick += 1
            return self.startThread()
        }

        package mutating func workOffered() -> Order {
            guard self.jobs.count > self.coming, let thread = self.wakeThread() else { return .nothing }
            return .wake(thread)
        }

        private mutating func watch() -> Order {
            guard !self.isWatched, !self.jobs.isEmpty else { return .nothing }
            self.isWatched = true
            self.takenAtLastTick = self.taken
            self.helpersOfLastTick = 0
            self.growth = Self.initialGrowth
            return .startWatch
        }

        private mutating func wakeThread() -> IdleThread? {
            guard let thread = self.idle.popLast() else { return nil }
            self.coming += 1
            return thread
        }

        private mutating func startThread() -> Order {
            self.threads += 1
            self.coming += 1
            return .startThread
        }

        // MARK: Ticks

        package mutating func ticked() -> TickOrders {
            var orders = TickOrders()
            guard !self.jobs.isEmpty else {
                self.isWatched = false
                self.isSaturated = false
                self.allowance = 0
                return orders
            }
            orders.watchGoesOn = true
            while self.jobs.count > self.coming, let thread = self.wakeThread() { orders.wake.append(thread) }
            self.grow(for: max(0, self.jobs.count - self.coming), &orders)
            self.threads += orders.threadsToStart
            self.coming += orders.threadsToStart
            self.takenAtLastTick = self.taken
            self.helpersOfLastTick = orders.wake.count + orders.threadsToStart
            self.wasRefusedThread = false
            return orders
        }

        private mutating func grow(for jobs: Int, _ orders: inout TickOrders) {
            orders.threadsToStart = max(0, min(jobs, self.base - self.threads))
            guard self.taken - self.takenAtLastTick <= self.helpersOfLastTick else {
                self.growth = Self.initialGrowth
                self.allowance = 0
                // At the maximum it lasts until no work waits, or it would be told anew with every stumble.
                if self.threads < self.maximum { self.isSaturated = false }
                return
            }
            let wanted = min(jobs, self.growth)
            orders.threadsToStart = max(orders.threadsToStart, min(wanted, self.maximum - self.threads))
            self.allowance = self.growth - orders.threadsToStart
            self.growth = min(2 * self.growth, self.maximum)
            guard wanted > 0, self.wasRefusedThread || self.threads == self.maximum else { return }
            if !self.isSaturated {
                self.saturations += 1
                orders.saturation = self.jobs.count
            }
            self.isSaturated = true
        }

        // MARK: Threads

        /// `hasJustCome` is true for a thread that was started or woken, and false for one that has ended a job.
        package mutating func threadIsFree(_ thread: IdleThread, hasJustCome: Bool) -> Next {
            if hasJustCome { self.coming -= 1 }
            if let job = self.jobs.popFirst() {
                self.taken += 1
                return .run(job)
            }
            self.idle.append(thread)
            return .rest(isSurplus: self.threads > self.base)
        }

        package mutating func restEnded(_ thread: IdleThread, wasSurplus: Bool) -> AfterRest {
            guard let position = self.idle.firstIndex(where: { $0 === thread }) else { return .awaitWake }
            if wasSurplus, self.threads <= self.base { return .restOn }
            self.idle.remove(at: position)
            self.threads -= 1
            return .end
        }

        /// The system refuses a thread; the work is looked at again with the next tick.
        package mutating func threadRefused() -> Order {
            self.threads -= 1
            self.coming -= 1
            self.wasRefusedThread = true
            return self.watch()
        }
    }
}
