import Dispatch
import Testing
import TuttiCore

/// The pool with real threads; each test would hang for a minute if its property were lost.
@Suite struct AgentPoolTests {
    private static func block(on semaphore: DispatchSemaphore) { semaphore.wait() }

    /// Blocks so many threads of a pool until the result is called.
    private static func block(_ count: Int, threadsOf pool: AgentPool) async -> @Sendable () -> Void {
        let release = DispatchSemaphore(value: 0)
        let blocked = Lock(0)
        for _ in 0..<count {
            Task(executorPreference: pool) {  // ends with `release`
                blocked.withLock { $0 += 1 }
                Self.block(on: release)
            }
        }
        #expect(await comesTrue { blocked.withLock { $0 } == count })
        return { for _ in 0..<count { release.signal() } }
    }

    @Test func `a pool has two threads at least, unless it is told otherwise`() {
        #expect(AgentPool().base >= 2)
        #expect(AgentPool(maximum: 1).base == 1)
        #expect(AgentPool(base: 1).base == 1)
        #expect(AgentPool().threadCount == 0)
    }

    @Test func `a cold pool runs jobs while eight agents block their threads, and shrinks again`() async {
        let pool = AgentPool(base: 2, maximum: 32)
        let release = await Self.block(8, threadsOf: pool)
        #expect(await finishes { await Task(executorPreference: pool) {}.value })
        #expect(pool.threadCount >= 8)
        #expect(pool.saturations == 0)
        release()
        #expect(await comesTrue { pool.threadCount <= 2 })
    }

    @Test func `a warm pool runs jobs while an agent blocks the thread that was idle`() async {
        for _ in 0..<10 {
            let pool = AgentPool(base: 1, maximum: 8)
            await Task(executorPreference: pool) {}.value
            #expect(await comesTrue { pool.idleThreads == 1 })
            let release = DispatchSemaphore(value: 0)
            let ran = Lock(false)
            Task(executorPreference: pool) { Self.block(on: release) }  // ends with `release`
            Task(executorPreference: pool) { ran.withLock { $0 = true } }  // ends by itself
            #expect(await comesTrue { ran.withLock { $0 } })
            release.signal()
        }
    }

    @Test(arguments: [true, false])
    func `work that an agent starts before it blocks runs on another thread`(isOffered: Bool) async {
        let pool = AgentPool(base: 1, maximum: 8)
        let release = DispatchSemaphore(value: 0)
        let ran = Lock(false)
        Task(executorPreference: pool) {  // ends with `release`
            Task(executorPreference: pool) {  // ends with `release`
                ran.withLock { $0 = true }
                release.signal()
            }
            if isOffered { pool.offerWork() }
            Self.block(on: release)
        }
        #expect(await comesTrue { ran.withLock { $0 } })
    }

    @Test func `a pool at its maximum says so once, and goes on when a thread is free`() async {
        let told = Lock<[Int]>([])
        let pool = AgentPool(base: 1, maximum: 2) { waiting in told.withLock { $0.append(waiting) } }
        let release = await Self.block(2, threadsOf: pool)
        let ran = Lock(0)
        for _ in 0..<3 { Task(executorPreference: pool) { ran.withLock { $0 += 1 } } }  // end when a thread is free
        #expect(await comesTrue { pool.isSaturated })
        #expect(pool.waitingJobs > 0)
        #expect(pool.threadCount == 2)
        release()
        #expect(await comesTrue { ran.withLock { $0 } == 3 && !pool.isSaturated })
        #expect(pool.saturations == 1)
        #expect(told.withLock { $0.count } == 1)
        #expect(pool.waitingJobs == 0)
    }

    @Test func `tasks that wake each other from many threads all get on`() async {
        let pool = AgentPool(base: 3, maximum: 8)
        let sum = Lock(0)
        let isDone = await finishes {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask(executorPreference: pool) {
                        for _ in 0..<200 {
                            await Task.yield()
                            sum.withLock { $0 += 1 }
                        }
                    }
                }
            }
        }
        #expect(isDone)
        #expect(sum.withLock { $0 } == 10_000)
        #expect(pool.waitingJobs == 0)
    }

    @Test func `abandoned attempts are counted while they are at work, and in all`() {
        let gauge = AbandonmentGauge()
        gauge.add()
        gauge.add()
        gauge.remove()
        #expect(gauge.count == 1)
        #expect(gauge.total == 2)
    }
}
