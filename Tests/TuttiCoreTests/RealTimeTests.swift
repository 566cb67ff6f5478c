import Dispatch
import Testing
import TuttiCore

/// The few things that only real threads show; each would hang or take minutes if the property were lost.
@Suite struct RealTimeTests {
    @Test func `an earlier timer overtakes one that is already being waited for`() async {
        let time = SystemTime()
        let far = time.schedule(at: time.now + .seconds(3600)) {}
        #expect(await finishes { try? await time.sleep(for: .milliseconds(5)) })
        far.cancel()
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
        let returned = await finishes {
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
        let task = Task(executorPreference: AgentPool(base: 2)) {
            await ParallelExecutor(executor: AgentPool(base: 2)).run(plan)
        }  // cancelled below
        #expect(await comesTrue { begun.withLock { $0 } == 4 })
        task.cancel()
        #expect(await finishes { _ = await task.value })
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
