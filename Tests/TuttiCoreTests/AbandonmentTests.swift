import Dispatch
import Testing
import TuttiCore
import TuttiTesting

/// What was given up is counted until it ends, and bounded.
@Suite struct AbandonmentTests {
    private static func stubborn(_ count: Int, _ milliseconds: Int) throws -> ExecutionPlan {
        var graph = AgentGraph("stubborn")
        var options = AgentOptions()
        options.timeout = .milliseconds(100)
        for number in 0..<count {
            graph.addWorker("stubborn \(number)", milliseconds, ignoresCancellation: true, options: options)
        }
        return try graph.plan()
    }

    private static func quick() throws -> ExecutionPlan {
        var graph = AgentGraph("quick")
        graph.addWorker("quick", 1)
        return try graph.plan()
    }

    @Test func `while too many go on, further agents fail and say why; when one has ended the next one runs`() throws {
        let (during, after, counts) = try simulate { simulation in
            var configuration = ParallelExecutor.Configuration()
            configuration.maximumAbandoned = 3
            let executor = simulation.parallelExecutor(configuration)
            let stubborn = await executor.run(try Self.stubborn(3, 5000))
            #expect(stubborn.agents.allSatisfy { $0.state == .timedOut && $0.abandoned == 1 })
            var counts = [executor.metrics.abandoned]
            let during = await executor.run(try Self.quick())
            try await simulation.clock.sleep(until: .seconds(5))
            counts.append(executor.metrics.abandoned)
            return (during, await executor.run(try Self.quick()), counts)
        }
        #expect(during["quick"]?.state == .failed)
        #expect(
            during["quick"]?.error
                == "not started: 3 attempts that were given up still run; raise maximumAbandoned, or find what never ends"
        )
        #expect(after.status == .complete)
        #expect(counts == [3, 0])
    }

    @Test func `one below the limit changes nothing`() throws {
        let status = try simulate { simulation in
            var configuration = ParallelExecutor.Configuration()
            configuration.maximumAbandoned = 3
            let executor = simulation.parallelExecutor(configuration)
            _ = await executor.run(try Self.stubborn(2, 5000))
            return await executor.run(try Self.quick()).status
        }
        #expect(status == .complete)
    }

    @Test func `an agent that may be tried again outlasts the bottleneck`() throws {
        let report = try simulate { simulation in
            var configuration = ParallelExecutor.Configuration()
            configuration.maximumAbandoned = 1
            let executor = simulation.parallelExecutor(configuration)
            _ = await executor.run(try Self.stubborn(1, 300))
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 50, backoff: .milliseconds(100))
            graph.addWorker("patient", 1, options: options)
            return await executor.run(try graph.plan())
        }
        #expect(report["patient"]?.state == .succeeded)
        #expect(report["patient"]?.attempts ?? 0 > 1)
    }

    @Test func `the count is that of the pool, and goes back when attempts end long after their run`() async throws {
        let release = DispatchSemaphore(value: 0)
        var graph = AgentGraph()
        for number in 0..<5 { graph.add("\(number)", timeout: .milliseconds(5)) { _ in Self.wait(for: release) } }
        let (plan, pool) = (try graph.plan(), AgentPool(base: 2, maximum: 16))
        let (one, other) = (ParallelExecutor(executor: pool), ParallelExecutor(executor: pool))
        #expect(await finishes { _ = await one.run(plan) })
        #expect(pool.abandonment.count == 5)
        #expect(one.metrics.abandoned == 5)
        #expect(other.metrics.abandoned == 5)
        for _ in 0..<5 { release.signal() }
        #expect(await comesTrue { pool.abandonment.count == 0 })
        #expect(pool.abandonment.total == 5)
        #expect(other.metrics.abandoned == 0)
    }

    @Test func `a run whose pool is at its bound says once that agents wait for a thread`() async throws {
        let release = DispatchSemaphore(value: 0)
        var graph = AgentGraph()
        graph.add("blocks", timeout: .milliseconds(50)) { _ in Self.wait(for: release) }
        graph.add("waits", timeout: .milliseconds(100)) { _ in }
        let (plan, pool) = (try graph.plan(), AgentPool(base: 1, maximum: 1))
        let report = Lock<RunReport?>(nil)
        let isDone = await finishes {
            let result = await ParallelExecutor(executor: pool).run(plan, within: .milliseconds(300))
            report.withLock { $0 = result }
        }
        release.signal()
        #expect(isDone)
        let result = try #require(report.withLock { $0 })
        #expect(result.warnings == ["all 1 threads for agents are blocked: further agents wait for one"])
        #expect(result.agents.map(\.state) == [.timedOut, .skipped])
        #expect(result["waits"]?.skipReason == .time)
        #expect(await comesTrue { pool.abandonment.count == 0 })
    }

    private static func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }
}
