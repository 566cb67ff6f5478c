import Dispatch
import Foundation
import Testing
import TuttiCore
import TuttiSimulation
import TuttiTesting

@Suite struct CooperativeAgentTests {
    private static func cooperative() -> AgentOptions {
        var options = AgentOptions()
        options.isolation = .cooperative
        return options
    }

    /// The present thread; a number of its own as long as it lives.
    private static var thread: ObjectIdentifier { ObjectIdentifier(Thread.current) }

    private static func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }

    // MARK: On the caller's thread

    @Test func `cooperative agents that do not suspend have ended when start returns, all on the caller's thread`()
        throws
    {
        let threads = Lock<[ObjectIdentifier]>([])
        var graph = AgentGraph()
        for number in 0..<100 {
            graph.add("\(number)", options: Self.cooperative()) { _ in threads.withLock { $0.append(Self.thread) } }
            if number >= 10 { try graph.addDependency(of: "\(number)", on: "\(number - 10)") }
        }
        let pool = AgentPool()
        _ = ParallelExecutor(executor: pool).start(try graph.plan())
        #expect(threads.withLock { $0 } == Array(repeating: Self.thread, count: 100))
        #expect(pool.threadCount == 0)
    }

    @Test func `the limit holds for them, one after another`() throws {
        let order = Lock<[String]>([])
        var graph = AgentGraph()
        for name in ["a", "b", "c"] {
            graph.add(name, options: Self.cooperative()) { context in order.withLock { $0.append(context.agent) } }
        }
        _ = ParallelExecutor(.init(maximumParallel: 1)).start(try graph.plan())
        #expect(order.withLock { $0 } == ["a", "b", "c"])
    }

    @Test func `one that suspends gives the caller its thread back, and the next one begins there`() async throws {
        let begun = Lock<[String]>([])
        let continuation = Lock<CheckedContinuation<Void, Never>?>(nil)
        var graph = AgentGraph()
        graph.add("suspends", options: Self.cooperative()) { _ in
            begun.withLock { $0.append("suspends") }
            await withCheckedContinuation { waiting in continuation.withLock { $0 = waiting } }
        }
        graph.add("next", options: Self.cooperative()) { _ in begun.withLock { $0.append("next") } }
        graph.add("after", options: Self.cooperative()) { _ in begun.withLock { $0.append("after") } }
        try graph.addDependency(of: "after", on: "suspends")
        let run = ParallelExecutor().start(try graph.plan())
        #expect(begun.withLock { $0 } == ["suspends", "next"])
        let waiting = try #require(continuation.withLock { $0 })
        waiting.resume()
        #expect(await finishes { _ = await run.report() })
        #expect(begun.withLock { $0 } == ["suspends", "next", "after"])
    }

    @Test func `an isolated agent never runs on the caller's thread, its cooperative neighbours begin there`()
        async throws
    {
        let threads = Lock<[String: ObjectIdentifier]>([:])
        @Sendable func note(_ name: String) { threads.withLock { $0[name] = Self.thread } }
        var graph = AgentGraph()
        // Holds its thread until the other one has begun: a thread of the pool takes cooperative agents too.
        let hasBegun = DispatchSemaphore(value: 0)
        let isolated = graph.add("isolated") { _ in
            Self.wait(for: hasBegun)
            note("isolated")
        }
        let first = graph.add("first", options: Self.cooperative()) { _ in
            note("first")
            hasBegun.signal()
        }
        graph.add("last", after: isolated, first, options: Self.cooperative()) { _, _, _ in note("last") }
        let pool = AgentPool(base: 1)
        let (plan, caller) = (try graph.plan(), Lock<ObjectIdentifier?>(nil))
        let report = Lock<RunReport?>(nil)
        let isDone = await finishes {
            caller.withLock { $0 = Self.thread }
            let run = ParallelExecutor(executor: pool).start(plan)
            let result = await run.report()
            report.withLock { $0 = result }
        }
        #expect(isDone)
        #expect(report.withLock { $0?.status } == .complete)
        let seen = threads.withLock { $0 }
        #expect(seen["first"] == caller.withLock { $0 })
        #expect(seen["isolated"] != nil && seen["isolated"] != caller.withLock { $0 })
        #expect(seen.count == 3)
    }

    @Test(arguments: [0, 1, 2])
    func `graphs of both kinds that yield at random all finish`(maximumParallel: Int) async throws {
        var configuration = ParallelExecutor.Configuration()
        configuration.maximumParallel = maximumParallel == 0 ? nil : maximumParallel
        let executor = ParallelExecutor(configuration, executor: AgentPool(base: 2))
        for seed in 0..<100 as Range<UInt64> {
            var dice = Dice(seed: seed)
            var graph = AgentGraph()
            for number in 0..<30 {
                let yields = dice.number(0...2)
                graph.add("\(number)", options: dice.chance(0.5) ? Self.cooperative() : .init()) { _ in
                    for _ in 0..<yields { await Task.yield() }
                }
                guard number > 0 else { continue }
                for _ in 0..<2 {
                    try graph.addDependency(of: "\(number)", on: "\(dice.number(max(0, number - 8)...number - 1))")
                }
            }
            let plan = try graph.plan()
            let status = Lock<RunStatus?>(nil)
            let isDone = await finishes {
                let report = await executor.run(plan, within: .seconds(50))
                status.withLock { $0 = report.status }
            }
            try #require(isDone && status.withLock { $0 } == .complete, "seed \(seed)")
        }
        #expect(executor.metrics.agents == 3000)
        #expect(executor.metrics.abandoned == 0)
    }

    // MARK: In simulation

    private static func run(
        _ configuration: ParallelExecutor.Configuration = .init(), within limit: Duration? = nil,
        _ declare: @escaping @Sendable (inout AgentGraph) throws -> Void
    ) throws -> RunReport {
        try simulate { simulation in
            var graph = AgentGraph()
            try declare(&graph)
            let executor = ParallelExecutor(
                configuration, time: simulation.clock, executor: simulation.executor,
                cooperativeExecutor: simulation.executor)
            return await executor.run(try graph.plan(), within: limit)
        }
    }

    @Test func `one that suspends runs beside the others`() throws {
        let report = try Self.run { graph in
            graph.addWorker("a", 500, options: Self.cooperative())
            graph.addWorker("b", 300, options: Self.cooperative())
            graph.addWorker("c", 400)
            graph.addWorker("d", 100, options: Self.cooperative())
            try graph.connect(["d": "bc"])
        }
        #expect(report.wallTime == .milliseconds(500))
        #expect(report.maximumConcurrency == 3)
        #expect(report["d"]?.start == .milliseconds(400))
        #expect(report.status == .complete)
    }

    @Test func `its timeout, its retries, its fallback and the deadline hold like those of any other`() throws {
        let report = try Self.run(within: .seconds(2)) { graph in
            var options = Self.cooperative()
            options.timeout = .milliseconds(200)
            graph.addWorker("slow", 5000, options: options)
            graph.addWorker("stubborn", 5000, ignoresCancellation: true, options: options)
            options.fallback = "instead"
            graph.addWorker("replaced", 5000, options: options)
            options = Self.cooperative()
            options.retry = RetryPolicy(maximumAttempts: 3, backoff: .zero)
            graph.add("third time", options: options) { context in
                try await context.time.sleep(for: .milliseconds(100))
                if context.attempt < 3 { throw TestFailure() }
            }
            graph.addWorker("endless", 5000, options: Self.cooperative())
        }
        #expect(report.agents.map(\.state) == [.timedOut, .timedOut, .succeeded, .succeeded, .timedOut])
        #expect(report.agents.map(\.abandoned) == [0, 1, 0, 0, 0])
        #expect(report.agents.map(\.attempts) == [1, 1, 1, 3, 1])
        #expect(report["third time"]?.end == .milliseconds(300))
        #expect(report["replaced"]?.output == "instead")
        #expect(report.wallTime == .seconds(2))
    }
}
