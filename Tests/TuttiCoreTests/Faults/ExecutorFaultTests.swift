import Dispatch
import Testing
import TuttiCore
import TuttiTesting

/// Faults that were found by reading; what is not mended yet says so.
@Suite struct ExecutorFaultTests {
    private static func cooperative(isFinal: Bool = false) -> AgentOptions {
        var options = AgentOptions()
        options.isolation = .cooperative
        options.isFinal = isFinal
        return options
    }

    @Test func `a cooperative answer does not wait for a thread of the pool that never comes`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            let isolated = graph.add("isolated") { _ in "found" }
            graph.add("answer", after: isolated.ifAvailable, options: Self.cooperative(isFinal: true)) { _, found in
                "\(found)"
            }
            var configuration = ParallelExecutor.Configuration()
            configuration.reserve = .milliseconds(100)
            let executor = ParallelExecutor(
                configuration, time: simulation.clock, executor: HeldExecutor(),
                cooperativeExecutor: simulation.executor)
            return await executor.run(try graph.plan(), within: .seconds(1))
        }
        #expect(report.output == "missing: not ready in time")
    }

    @Test func `under a limit a cooperative agent does not start before an isolated one with a longer path`() throws {
        let started = try simulate { simulation in
            var graph = AgentGraph()
            for number in 0..<10 {
                var options = Self.cooperative()
                options.expectedDuration = .milliseconds(number == 0 ? 500 : 100)
                graph.addWorker("cooperative \(number)", 100, options: options)
            }
            var options = AgentOptions()
            options.expectedDuration = .milliseconds(400)
            graph.addWorker("isolated", 400, options: options)
            try graph.addDependency(of: "isolated", on: "cooperative 0")
            let executor = ParallelExecutor(
                .init(maximumParallel: 1), time: simulation.clock, executor: simulation.executor,
                cooperativeExecutor: simulation.executor)
            return await executor.start(try graph.plan()).allEvents().startedAgents
        }
        #expect(started.firstIndex(of: "isolated") == 1)
    }

    @Test(arguments: [true, false])
    func `a caller that is cancelled starts no further cooperative agent`(isCancelledBefore: Bool) async throws {
        let ran = Lock<[String]>([])
        var graph = AgentGraph()
        let caller = Lock<Task<RunReport, Never>?>(nil)
        let first = graph.add("first", options: Self.cooperative()) { _ in
            caller.withLock { $0 }?.cancel()
            ran.withLock { $0.append("first") }
        }
        graph.add("second", after: first, options: Self.cooperative()) { _, _ in ran.withLock { $0.append("second") } }
        let plan = try graph.plan()
        let isKept = DispatchSemaphore(value: 0)
        let task = Task(executorPreference: AgentPool(base: 1)) {  // cancelled by its own agent
            Self.wait(for: isKept)
            return await ParallelExecutor().run(plan)
        }
        caller.withLock { $0 = task }
        if isCancelledBefore { task.cancel() }
        isKept.signal()
        let report = await task.value
        #expect(report["second"]?.state == .cancelled)
        #expect(ran.withLock { $0 } == (isCancelledBefore ? [] : ["first"]))
    }

    @Test func `what is wrong with a configuration is told by the shortest run too`() async throws {
        var graph = AgentGraph()
        graph.add("a", options: Self.cooperative()) { _ in }
        let report = await ParallelExecutor(.init(maximumParallel: 0)).run(try graph.plan())
        #expect(report.warnings == ["a maximumParallel of 0 is ignored"])
    }

    @Test func `many agents that stop soon after they are told do not make those of another run fail`() throws {
        let report = try simulate { simulation in
            let executor = simulation.parallelExecutor()
            var graph = AgentGraph("many")
            for number in 0..<300 {
                graph.add("\(number)") { context in
                    do { try await context.time.sleep(for: .seconds(60)) } catch {
                        await context.time.sleepIgnoringCancellation(until: context.time.now + .milliseconds(3))
                    }
                }
            }
            var other = AgentGraph("other")
            other.addWorker("a", 1)
            _ = await executor.run(try graph.plan(), within: .milliseconds(100))
            return await executor.run(try other.plan())
        }
        #expect(report.status == .complete)
    }

    @Test func `an agent whose cancellation handler blocks does not keep the others of its run from being told`()
        async throws
    {
        let (release, wasTold) = (DispatchSemaphore(value: 0), Lock(false))
        var graph = AgentGraph()
        graph.add("hostile") { context in
            await withTaskCancellationHandler {
                await Self.waitForEver()
            } onCancel: {
                Self.wait(for: release)
            }
        }
        graph.add("other") { context in
            do { try await context.time.sleep(for: .seconds(60)) } catch { wasTold.withLock { $0 = true } }
        }
        let plan = try graph.plan()
        #expect(await finishes { _ = await ParallelExecutor().run(plan, within: .milliseconds(20)) })
        for _ in 0..<250 where !wasTold.withLock({ $0 }) {
            try await SystemTime.shared.sleep(for: .milliseconds(2))
        }
        #expect(wasTold.withLock { $0 })
        release.signal()
    }

    @Test func `agents whose cancellation handlers block do not keep those of other runs from being told`() async {
        // In a process of its own: what is blocked here would be missed by other tests.
        await #expect(processExitsWith: .success) {
            var graph = AgentGraph("hostile")
            for number in 0..<40 {
                graph.add("\(number)", timeout: .milliseconds(1 + 2 * number)) { context in
                    await withTaskCancellationHandler {
                        await Self.waitForEver()
                    } onCancel: {
                        Self.wait(for: DispatchSemaphore(value: 0))
                    }
                }
            }
            let wasTold = Lock(false)
            var other = AgentGraph("other")
            other.add("a", timeout: .milliseconds(1)) { context in
                do { try await context.time.sleep(for: .seconds(60)) } catch { wasTold.withLock { $0 = true } }
            }
            _ = await ParallelExecutor(executor: AgentPool()).run(try graph.plan())
            _ = await ParallelExecutor(executor: AgentPool()).run(try other.plan())
            for _ in 0..<500 where !wasTold.withLock({ $0 }) {
                try await SystemTime.shared.sleep(for: .milliseconds(2))
            }
            try #require(wasTold.withLock { $0 })
        }
    }

    @Test func `a limit of no abandoned attempts is ignored like other values that cannot be meant`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.addWorker("a", 1)
            var configuration = ParallelExecutor.Configuration()
            configuration.maximumAbandoned = 0
            return await simulation.parallelExecutor(configuration).run(try graph.plan())
        }
        #expect(report.status == .complete)
    }

    @Test func `a cooperative agent that suspends stays in the simulation`() throws {
        for _ in 0..<20 {
            let report = try simulate { simulation in
                var graph = AgentGraph()
                graph.addWorker("a", 1000, options: Self.cooperative())
                return await simulation.parallelExecutor().run(try graph.plan())
            }
            #expect(report.wallTime == .seconds(1))
        }
    }

    @Test func `an agent that blocks the last thread of a pool is told to stop all the same`() async throws {
        let wasTold = Lock(false)
        var graph = AgentGraph()
        graph.add("blocks", timeout: .milliseconds(20)) { _ in
            let release = DispatchSemaphore(value: 0)
            await withTaskCancellationHandler {
                let wasReleased = Self.wait(for: release, atMost: .seconds(10))
                wasTold.withLock { $0 = wasReleased }
            } onCancel: {
                release.signal()
            }
        }
        let pool = AgentPool(base: 1, maximum: 1)
        let plan = try graph.plan()
        #expect(await finishes { _ = await ParallelExecutor(executor: pool).run(plan) })
        #expect(await comesTrue { pool.abandonment.count == 0 })
        #expect(wasTold.withLock { $0 })
    }

    @Test func `a condition that never answers is counted as what it is: given up, and still on a thread`() async throws
    {
        let release = DispatchSemaphore(value: 0)
        var options = AgentOptions()
        options.condition = { _ in
            Self.wait(for: release)
            return true
        }
        var graph = AgentGraph()
        graph.add("a", timeout: .milliseconds(20), options: options) { _ in }
        let pool = AgentPool(base: 1, maximum: 4)
        let plan = try graph.plan()
        #expect(await finishes { _ = await ParallelExecutor(executor: pool).run(plan) })
        withKnownIssue("only attempts are counted") { #expect(pool.abandonment.count == 1) }
        release.signal()
    }

    @Test func `a condition that answers when too little time is left starts nothing`() throws {
        var machine = try MachineProbe("a", deadline: 100, options: ["a": { $0.condition = { _ in true } }])
        #expect(machine.began() == ["began", "decide a"])
        #expect(!machine.decided("a", true, at: 101).contains { $0.hasPrefix("start") })
    }

    @Test func `a run that a condition starts has no deadline of the agent before it on the lane`() throws {
        let deadline = try simulate { simulation in
            let inner = Lock<Run?>(nil)
            var nested = AgentGraph("nested")
            nested.addWorker("b", 1)
            let plan = try nested.plan()
            let executor = simulation.parallelExecutor()
            var graph = AgentGraph()
            let first = graph.add("first", timeout: .seconds(1)) { _ in }
            var options = AgentOptions()
            options.condition = { _ in
                inner.withLock { $0 = executor.start(plan) }
                return true
            }
            graph.add("second", after: first, timeout: .seconds(5), options: options) { _, _ in }
            _ = await executor.run(try graph.plan())
            return await inner.withLock { $0 }?.report().deadline
        }
        #expect(deadline == .seconds(5))
    }

    private static func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }

    private static func waitForEver() async {
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }

    /// Whether it was signalled in time.
    private static func wait(for semaphore: DispatchSemaphore, atMost limit: DispatchTimeInterval) -> Bool {
        semaphore.wait(timeout: .now() + limit) == .success
    }
}
