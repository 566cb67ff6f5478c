import Dispatch
import Foundation
import Testing
import TuttiCore
import TuttiTesting

@Suite struct SimulateTests {
    @Test func `an agent that nobody will end is named, with the seed and the time`() throws {
        let error = #expect(throws: Simulation.Stuck.self) {
            try simulate(seed: 11) { simulation in
                var graph = AgentGraph()
                let quick = graph.add("quick", ScriptedAgent("x", after: .seconds(3)).body)
                graph.add("memory", after: quick) { _, _ in
                    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
                }
                _ = try await simulation.run(graph)
            }
        }
        let stuck = try #require(error)
        #expect(stuck.reason == .nothingLeft)
        #expect(stuck.time == .seconds(3) && stuck.seed == 11 && stuck.pendingTimers == 0)
        #expect(stuck.waiting == ["'memory'"])
        #expect("\(stuck)".contains("Still at work: 'memory'") && "\(stuck)".contains("a timeout"))
    }

    @Test func `a scripted agent is named also on an executor of the scenario's own`() throws {
        let error = #expect(throws: Simulation.Stuck.self) {
            try simulate { simulation in
                var graph = AgentGraph()
                graph.add("lost", ScriptedAgent<String>(attempts: .neverReturns).body)
                graph.add("done", ScriptedAgent("x").body)
                _ = await simulation.parallelExecutor().run(try graph.plan())
            }
        }
        #expect(error?.waiting == ["'lost', attempt 1"])
    }

    @Test func `a scenario that sleeps for ever ends at the bound of its steps`() throws {
        let error = #expect(throws: Simulation.Stuck.self) {
            try simulate(maximumSteps: 1_000) { simulation in
                while true { try await simulation.clock.sleep(for: .seconds(1)) }
            }
        }
        #expect(error?.reason == .tooManySteps(1_000))
        #expect(error.map { "\($0)".contains("raise maximumSteps") } == true)
    }

    @Test func `a scenario that spins at one instant ends at the bound too`() throws {
        let error = #expect(throws: Simulation.Stuck.self) {
            try simulate(maximumSteps: 1_000) { _ in
                while true { await Task.yield() }
            }
        }
        #expect(error?.reason == .tooManySteps(1_000))
        #expect(error?.time == .zero)
    }

    /// Resumes a continuation from another thread, and returns when that has happened.
    private static func resumeElsewhere(_ continuation: CheckedContinuation<Void, Never>) {
        let hasResumed = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            continuation.resume()
            hasResumed.signal()
        }
        hasResumed.wait()
    }

    @Test func `a job that comes back from another thread is found out`() throws {
        let error = #expect(throws: Simulation.Stuck.self) {
            try simulate { _ in
                let suspended = Lock<CheckedContinuation<Void, Never>?>(nil)
                async let child: Void = withCheckedContinuation { continuation in
                    suspended.withLock { $0 = continuation }
                }
                while true {
                    await Task.yield()
                    guard let continuation = suspended.withLock({ $0 }) else { continue }
                    Self.resumeElsewhere(continuation)
                    break
                }
                await child
            }
        }
        #expect(error?.reason == .leftTheSimulation)
        #expect(error.map { "\($0)".contains("Task { }") } == true)
    }

    @Test func `a task that leaves the simulation is an error, and both messages name it`() throws {
        let error = #expect(throws: Simulation.Stuck.self) {
            try simulate { _ in
                // Never cancelled: it ends by itself.
                _ = await Task { "elsewhere" }.value
            }
        }
        // Which one depends on how soon another thread finds the time.
        #expect(error.map { [.nothingLeft, .leftTheSimulation].contains($0.reason) } == true)
        #expect(error.map { "\($0)".contains("task of its own") || "\($0)".contains("Task { }") } == true)
    }

    @Test func `async let, task groups and actors stay inside`() throws {
        actor Counter {
            var count = 0
            func increase() { self.count += 1 }
        }
        let count = try simulate(seed: 4) { simulation in
            let counter = Counter()
            async let other: Void = counter.increase()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<10 { group.addTask { await counter.increase() } }
            }
            await other
            try await simulation.clock.sleep(for: .seconds(60))
            return await counter.count
        }
        #expect(count == 11)
    }

    @Test func `what the scenario throws comes out, and its value too`() throws {
        struct Own: Error {}
        #expect(throws: Own.self) { try simulate { _ in throw Own() } }
        #expect(try simulate { $0.seed } == 0)
    }

    @Test func `two runs of a simulation differ, two simulations of a seed do not`() throws {
        func runs() throws -> [RunID] {
            try simulate(seed: 3) { simulation in
                var graph = AgentGraph()
                graph.add("a", ScriptedAgent("x").body)
                return [try await simulation.run(graph).run, try await simulation.run(graph).run]
            }
        }
        let first = try runs()
        #expect(first[0] != first[1])
        #expect(try runs() == first)
    }
}
