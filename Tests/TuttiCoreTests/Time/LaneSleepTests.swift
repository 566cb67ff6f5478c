import Dispatch
import Testing
import TuttiCore
import TuttiTesting

/// Sleeps of an agent, which its run ends by waking it.
@Suite struct LaneSleepTests {
    private static func plan(
        timeout: Duration, _ body: @escaping @Sendable (AgentContext) async throws -> String
    ) throws -> ExecutionPlan {
        var graph = AgentGraph("sleep")
        graph.add("agent", timeout: timeout, body)
        return try graph.plan()
    }

    @Test func `an agent whose time is over while it sleeps finds its task, its children and its handlers cancelled`()
        throws
    {
        let heard = Lock<[String]>([])
        let plan = try Self.plan(timeout: .seconds(1)) { context in
            async let child: Void = context.time.sleep(for: .seconds(3600))
            do {
                try await withTaskCancellationHandler {
                    try await context.sleep(for: .seconds(3600))
                } onCancel: {
                    heard.withLock { $0.append("handler") }
                }
            } catch { heard.withLock { $0.append("\(error)") } }
            heard.withLock { $0.append("cancelled: \(Task.isCancelled)") }
            do { try await context.sleep(for: .seconds(3600)) } catch { heard.withLock { $0.append("no more sleep") } }
            do { try await child } catch { heard.withLock { $0.append("child") } }
            return "late"
        }
        let (report, pending, now) = try simulate { simulation in
            let report = await simulation.parallelExecutor().run(plan)
            return (report, simulation.clock.pendingTimers, simulation.clock.now)
        }
        #expect(report["agent"]?.state == .timedOut)
        #expect(report["agent"]?.abandoned == 0)
        #expect(
            heard.withLock { $0 }
                == ["handler", "CancellationError()", "cancelled: true", "no more sleep", "child"])
        #expect(pending == 0)
        #expect(now == .seconds(1))
    }

    @Test func `a child task that sleeps is cancelled by its group while its agent goes on`() throws {
        let plan = try Self.plan(timeout: .seconds(10)) { context in
            try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask {
                    try await context.sleep(for: .seconds(3600))
                    return "slow"
                }
                group.addTask {
                    try await context.sleep(for: .seconds(2))
                    return "quick"
                }
                defer { group.cancelAll() }
                return try await group.next() ?? ""
            }
        }
        let (value, now) = try simulate { simulation in
            let report = await simulation.parallelExecutor().run(plan)
            return (report["agent"]?.output, simulation.clock.now)
        }
        #expect(value == "quick")
        #expect(now == .seconds(2))
    }

    /// The only thread is held by a child of the agent that sleeps, so the agent cannot wake up to cancel it.
    @Test func `an agent that finds no thread to wake on is cancelled by others after the grace`() async throws {
        let wasTold = DispatchSemaphore(value: 0)
        let plan = try Self.plan(timeout: .milliseconds(20)) { context in
            async let child: Void = withTaskCancellationHandler {
                Self.wait(for: wasTold)
            } onCancel: {
                wasTold.signal()
            }
            try? await context.sleep(for: .seconds(3600))  // cancelled
            await child
            return "late"
        }
        let executor = ParallelExecutor(executor: AgentPool(base: 1, maximum: 1))
        let report = await executor.run(plan)
        #expect(report["agent"]?.state == .timedOut)
        #expect(await comesTrue { executor.metrics.abandoned == 0 })
    }

    /// The end of the sleep, the timeout and the end of the run meet in every order; each agent ends once.
    @Test func `agents whose sleep ends when their time does end in one way or the other`() async throws {
        let time = SystemTime()
        let executor = ParallelExecutor(time: time, executor: AgentPool(base: 2))
        var ends = 0
        for round in 0..<100 {
            var graph = AgentGraph("round \(round)")
            for number in 0..<20 {
                graph.add("\(number)", timeout: .microseconds(1 + round)) { context in
                    try await context.sleep(for: .microseconds(number * (round % 11)))
                }
            }
            let report = await executor.run(try graph.plan(), within: .microseconds(50 + 5 * round))
            ends += report.agents.count { [.succeeded, .timedOut, .skipped].contains($0.state) }
        }
        #expect(ends == 2000)
        #expect(await comesTrue { executor.metrics.abandoned == 0 && time.pendingTimers == 0 })
    }

    private static func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }
}
