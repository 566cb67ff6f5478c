import Dispatch
import Testing
import TuttiCore

/// The few things that only real threads show; each would hang or take minutes if the property were lost.
@Suite struct RealTimeTests {
    /// The threads of the tests themselves: Swift's own pool is busy for seconds with the simulations beside them.
    private static let ownThreads = AgentPool(base: 4)

    /// Runs `body` and gives up after a minute, so that a stall fails one test instead of the whole suite.
    private static func finishes(_ body: @escaping @Sendable () async -> Void) async -> Bool {
        await withCheckedContinuation { continuation in
            let once = Lock<CheckedContinuation<Bool, Never>?>(continuation)
            let answer: @Sendable (Bool) -> Void = { value in
                let waiting = once.withLock { waiting in
                    defer { waiting = nil }
                    return waiting
                }
                waiting?.resume(returning: value)
            }
            // Never cancelled: it is the work itself, and a stalled one is what the test is about.
            Task(executorPreference: Self.ownThreads) {
                await body()
                answer(true)
            }
            _ = SystemTime.shared.schedule(at: SystemTime.shared.now + .seconds(60)) { answer(false) }
        }
    }

    @Test func `timers fire in order and never after they were cancelled`() async {
        let time = SystemTime()
        let fired = Lock<[Int]>([])
        let finished = await Self.finishes {
            // Armed before the rest, so that each of them has a second to be called off in.
            for _ in 0..<500 { time.schedule(at: time.now + .seconds(1)) { fired.withLock { $0.append(0) } }.cancel() }
            let base = time.now
            for number in [3, 1, 2] {
                _ = time.schedule(at: base + .milliseconds(500 + number * 5)) { fired.withLock { $0.append(number) } }
            }
            await time.sleepIgnoringCancellation(until: base + .milliseconds(1100))
        }
        #expect(finished)
        #expect(fired.withLock { $0 } == [1, 2, 3])
    }

    @Test func `an earlier timer overtakes one that is already being waited for`() async {
        let time = SystemTime()
        let far = time.schedule(at: time.now + .seconds(3600)) {}
        #expect(await Self.finishes { try? await time.sleep(for: .milliseconds(5)) })
        far.cancel()
    }

    @Test func `a cold pool runs jobs while eight agents block their threads, and shrinks again`() async {
        let pool = AgentPool(base: 2, maximum: 32)
        let release = DispatchSemaphore(value: 0)
        for _ in 0..<8 { Task(executorPreference: pool) { Self.block(on: release) } }  // ends with `release`
        let done = await Self.finishes { await Task(executorPreference: pool) {}.value }
        #expect(done)
        #expect(pool.threadCount >= 8)
        for _ in 0..<8 { release.signal() }
        let shrank = await Self.finishes {
            while pool.threadCount > 2 { try? await SystemTime.shared.sleep(for: .milliseconds(20)) }
        }
        #expect(shrank)
    }

    @Test func `a warm pool runs jobs while an agent blocks the thread that was idle`() async {
        let stalled = Lock(0)
        let finished = await Self.finishes {
            for _ in 0..<10 where await Self.isStalledByOneBlocker() { stalled.withLock { $0 += 1 } }
        }
        #expect(finished)
        #expect(stalled.withLock { $0 } == 0)
    }

    /// Gives a blocking job and a quick one to the one idle thread of a pool; tells whether the quick one has to wait.
    private static func isStalledByOneBlocker() async -> Bool {
        let pool = AgentPool(base: 1, maximum: 8)
        await Task(executorPreference: pool) {}.value
        // The thread must really be waiting; the pool does not tell, so it gets time.
        await SystemTime.shared.sleepIgnoringCancellation(until: SystemTime.shared.now + .milliseconds(20))
        let release = DispatchSemaphore(value: 0)
        let ran = Lock(false)
        Task(executorPreference: pool) { Self.block(on: release) }  // ends with `release`
        Task(executorPreference: pool) { ran.withLock { $0 = true } }  // ends by itself
        for _ in 0..<100 where !ran.withLock({ $0 }) {
            await SystemTime.shared.sleepIgnoringCancellation(until: SystemTime.shared.now + .milliseconds(5))
        }
        defer { release.signal() }
        return !ran.withLock { $0 }
    }

    @Test(arguments: [16, 0])
    func `the deadline holds while agents block or spin`(blockers: Int) async throws {
        let release = DispatchSemaphore(value: 0)
        let stop = Lock(false)
        var graph = AgentGraph()
        for number in 0..<blockers { graph.add("blocker \(number)") { _ in Self.block(on: release) } }
        if blockers == 0 {
            for number in 0..<4 { graph.add("spinner \(number)") { _ in while !stop.withLock({ $0 }) {} } }
        }
        let plan = try graph.plan()
        let executor = ParallelExecutor(executor: AgentPool(base: 2, maximum: 64))
        let report = Lock<RunReport?>(nil)
        let returned = await Self.finishes {
            let result = await executor.run(plan, within: .milliseconds(200))
            report.withLock { $0 = result }
        }
        stop.withLock { $0 = true }
        for _ in 0..<blockers { release.signal() }
        #expect(returned)
        let result = try #require(report.withLock { $0 })
        #expect(result.status == .nothing)
        #expect(result.wallTime < .seconds(30))
        #expect(result.agents.allSatisfy { $0.state == .timedOut && $0.abandoned == 1 })
    }

    @Test func `cancelling the caller ends a run whose agents block`() async throws {
        let release = DispatchSemaphore(value: 0)
        let begun = Lock(0)
        var graph = AgentGraph()
        for number in 0..<4 {
            graph.add("\(number)") { _ in
                begun.withLock { $0 += 1 }
                Self.block(on: release)
            }
        }
        let plan = try graph.plan()
        let task = Task(executorPreference: Self.ownThreads) {
            await ParallelExecutor(executor: AgentPool(base: 2)).run(plan)
        }  // cancelled below
        let allBegan = await Self.finishes {
            while begun.withLock({ $0 }) < 4 { try? await SystemTime.shared.sleep(for: .milliseconds(5)) }
        }
        #expect(allBegan)
        task.cancel()
        #expect(await Self.finishes { _ = await task.value })
        for _ in 0..<4 { release.signal() }
        let report = await task.value
        #expect(report.agents.allSatisfy { $0.state == .cancelled })
    }

    @Test func `a graph runs on the defaults`() async throws {
        var graph = AgentGraph()
        let number = graph.add("number") { _ in 20 }
        let sum = graph.add("sum", after: number) { context, number in "\(context.text) \(number + 1)" }
        #expect(try await graph.run("is", by: .now + .seconds(60))[sum].value == "is 21")
        var kinds: [String] = []
        let run = try graph.start("is")
        for await event in run.events { kinds.append(event.kind.wireName) }
        #expect(kinds.count == 8)
        #expect(kinds.last == "runFinished")
    }

    private static func block(on semaphore: DispatchSemaphore) { semaphore.wait() }
}
