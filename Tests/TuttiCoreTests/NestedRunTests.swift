import Testing
import TuttiCore
import TuttiTesting

/// A run inside an agent cannot outlive the agent, however deep it is.
@Suite struct NestedRunTests {
    /// The time that a run started here is given.
    private static func limit(_ executor: ParallelExecutor, within limit: Duration? = nil) async -> Duration? {
        var graph = AgentGraph("inner")
        graph.add("inner") { _ in }
        guard let plan = try? graph.plan() else { return nil }  // a graph of one agent has no problem
        return await executor.run(plan, within: limit).deadline
    }

    private static func limits(
        within limit: Duration? = nil, _ configuration: ParallelExecutor.Configuration = .init(),
        _ declare: @escaping @Sendable (inout AgentGraph, ParallelExecutor, Lock<[String: Duration?]>) -> Void
    ) throws -> [String: Duration?] {
        try simulate { simulation in
            let found = Lock<[String: Duration?]>([:])
            let executor = simulation.parallelExecutor(configuration)
            var graph = AgentGraph("outer")
            declare(&graph, executor, found)
            _ = await executor.run(try graph.plan(), within: limit)
            return found.withLock { $0 }
        }
    }

    @Test func `the nearest of all limits holds`() throws {
        let found = try Self.limits(within: .seconds(10)) { graph, executor, found in
            graph.add("without its own") { context in
                try await context.time.sleep(for: .seconds(1))
                let limit = await Self.limit(executor)
                found.withLock { $0["run"] = limit }
            }
            graph.add("with its own", timeout: .seconds(3)) { context in
                try await context.time.sleep(for: .seconds(1))
                let limit = await Self.limit(executor)
                found.withLock { $0["agent"] = limit }
                let nearer = await Self.limit(executor, within: .milliseconds(500))
                found.withLock { $0["inner"] = nearer }
            }
            var options = AgentOptions()
            options.retry.attemptTimeout = .seconds(2)
            graph.add("attempt", options: options) { _ in
                let limit = await Self.limit(executor)
                found.withLock { $0["attempt"] = limit }
            }
        }
        #expect(
            found == ["run": .seconds(9), "agent": .seconds(2), "inner": .milliseconds(500), "attempt": .seconds(2)])
    }

    @Test func `without any limit there is none`() throws {
        let found = try Self.limits { graph, executor, found in
            graph.add("free") { _ in
                let limit = await Self.limit(executor)
                found.withLock { $0["free"] = limit }
            }
        }
        #expect(found == ["free": nil])
    }

    @Test func `one after another on the same lane, each has its own`() throws {
        let found = try Self.limits(.init(maximumParallel: 1)) { graph, executor, found in
            for (name, timeout) in [("a", Duration.seconds(5)), ("b", nil), ("c", .seconds(2))] {
                graph.add(name, timeout: timeout) { _ in
                    let limit = await Self.limit(executor)
                    found.withLock { $0[name] = limit }
                }
            }
        }
        #expect(found == ["a": .seconds(5), "b": nil, "c": .seconds(2)])
    }

    @Test func `three levels deep the outermost deadline still holds, also where the levels between have none`() throws
    {
        let found = try Self.limits(within: .seconds(4)) { graph, executor, found in
            graph.add("one") { context in
                try await context.time.sleep(for: .seconds(1))
                var middle = AgentGraph("middle")
                middle.add("two") { context in
                    try await context.time.sleep(for: .seconds(1))
                    // A group's child is still inside of the agent.
                    let limit = await withTaskGroup(of: Duration?.self) { group in
                        group.addTask { await Self.limit(executor) }
                        return await group.next() ?? nil
                    }
                    found.withLock { $0["three"] = limit }
                }
                _ = await executor.run(try middle.plan())
            }
        }
        #expect(found == ["three": .seconds(2)])
    }

    @Test func `an agent whose time is over starts no run that does anything`() throws {
        let hasRun = try simulate { simulation in
            let hasRun = Lock<Bool?>(nil)
            let executor = simulation.parallelExecutor()
            var graph = AgentGraph()
            graph.add("late", timeout: .seconds(1)) { context in
                await context.time.sleepIgnoringCancellation(until: .seconds(2))
                hasRun.withLock { $0 = false }
                var inner = AgentGraph()
                inner.add("inner") { _ in hasRun.withLock { $0 = true } }
                _ = await executor.run(try inner.plan())
            }
            _ = await executor.run(try graph.plan())
            try await simulation.clock.sleep(until: .seconds(3))
            return hasRun.withLock { $0 }
        }
        #expect(hasRun == false)
    }
}
