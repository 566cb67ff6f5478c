import Testing
import TuttiCore
import TuttiTesting

@Suite struct RunEventsTests {
    private static func chatty(_ parts: Int) -> AgentGraph {
        var graph = AgentGraph("chatty")
        graph.add("a") { context in
            for number in 0..<parts { context.yield("\(number)") }
            try await context.time.sleep(for: .seconds(1))
        }
        return graph
    }

    @Test func `the events are dense from 1 and end with the run`() throws {
        let events = try simulate { simulation in
            await simulation.parallelExecutor().start(try Self.chatty(3).plan()).allEvents()
        }
        #expect(
            events.map(\.kind.wireName) == [
                "runStarted", "agentStarted", "attemptStarted", "agentPartial", "agentPartial", "agentPartial",
                "agentSucceeded", "runFinished",
            ])
        #expect(events.map(\.sequence) == Array(1...8))
    }

    @Test func `a slow reader loses the oldest events, is told how many, and gets the rest in order`() throws {
        let (events, count) = try simulate { simulation in
            var configuration = ParallelExecutor.Configuration()
            configuration.eventCapacity = 4
            let run = simulation.parallelExecutor(configuration).start(try Self.chatty(100).plan())
            let report = await run.report()
            return (await run.allEvents(), report.eventCount)
        }
        #expect(count == 105)
        guard case .gap(let missed) = events.first?.kind else { return #expect(Bool(false), "no gap: \(events)") }
        #expect(missed == 101)
        #expect(events.map(\.sequence) == Array(101...105))
        #expect(events.last?.kind == .runFinished(status: .complete))
    }

    @Test func `a reader that comes after the end gets everything, and then the end, again and again`() throws {
        let counts = try simulate { simulation in
            let run = simulation.parallelExecutor().start(try Self.chatty(1).plan())
            _ = await run.report()
            var iterator = run.events.makeAsyncIterator()
            var count = 0
            while await iterator.next() != nil { count += 1 }
            return [count, await iterator.next() == nil ? 0 : 1, await run.allEvents().count]
        }
        #expect(counts == [6, 0, 0])
    }

    @Test func `cancelling the reader ends its stream and not the run`() throws {
        let (read, report) = try simulate { simulation in
            let run = simulation.parallelExecutor().start(try Self.chatty(0).plan())
            let read = await withTaskGroup(of: Int.self) { group in
                group.addTask {
                    var count = 0
                    for await _ in run.events { count += 1 }
                    return count
                }
                try? await simulation.clock.sleep(for: .milliseconds(500))  // cannot be cancelled here
                group.cancelAll()
                return await group.next() ?? -1
            }
            return (read, await run.report())
        }
        #expect(read == 3)
        #expect(report.status == .complete)
        #expect(report.wallTime == .seconds(1))
    }

    @Test func `a reader that was cancelled may read on, with a gap where it was away too long`() throws {
        let (first, second) = try simulate { simulation in
            var configuration = ParallelExecutor.Configuration()
            configuration.eventCapacity = 4
            let run = simulation.parallelExecutor(configuration).start(try Self.ticking(10).plan())
            let first = await withTaskGroup(of: [RunEvent].self) { group in
                group.addTask {
                    var events: [RunEvent] = []
                    for await event in run.events { events.append(event) }
                    return events
                }
                try? await simulation.clock.sleep(for: .milliseconds(250))  // cannot be cancelled here
                group.cancelAll()
                return await group.next() ?? []
            }
            try await simulation.clock.sleep(until: .milliseconds(850))
            return (first, await run.allEvents())
        }
        #expect(first.map(\.sequence) == Array(1...5))
        #expect(second.first?.kind == .gap(missed: 2))
        #expect(second.dropFirst().map(\.sequence) == Array(8...15))
        #expect(second.last?.kind == .runFinished(status: .complete))
    }

    /// An agent that gives a part every 100 ms.
    private static func ticking(_ parts: Int) -> AgentGraph {
        var graph = AgentGraph("ticking")
        graph.add("a") { context in
            for number in 0..<parts {
                try await context.time.sleep(for: .milliseconds(100))
                context.yield("\(number)")
            }
        }
        return graph
    }

    @Test func `cancelling a run cancels its agents, keeps what is there, and ends it at once`() throws {
        let (report, seen) = try simulate { simulation in
            let seen = Lock(false)
            var graph = AgentGraph()
            graph.addWorker("quick", 100)
            graph.add("slow") { context in
                do { try await context.time.sleep(for: .seconds(60)) } catch {
                    seen.withLock { $0 = true }
                    throw error
                }
            }
            let run = simulation.parallelExecutor().start(try graph.plan())
            _ = simulation.clock.schedule(at: .milliseconds(300)) { run.cancel() }
            return (await run.report(), seen.withLock { $0 })
        }
        #expect(report.agents.map(\.state) == [.succeeded, .cancelled])
        #expect(report.wallTime == .milliseconds(300))
        #expect(seen)
    }

    @Test func `cancelling the caller of run ends the run`() throws {
        let report = try simulate { simulation in
            try await withThrowingTaskGroup(of: RunReport.self) { group in
                group.addTask { await simulation.parallelExecutor().run(try Self.chatty(0).plan()) }
                try await simulation.clock.sleep(for: .milliseconds(500))
                group.cancelAll()
                return try await group.next()
            }
        }
        #expect(report?.agents.map(\.state) == [.cancelled])
        #expect(report?.wallTime == .milliseconds(500))
    }

    @Test func `a run inside an agent cannot outlive the agent's own deadline`() throws {
        let (inner, outer) = try simulate { simulation in
            let executor = simulation.parallelExecutor()
            let inner = Lock<RunReport?>(nil)
            var nested = AgentGraph("inner")
            nested.addWorker("endless", 60_000)
            let plan = try nested.plan()
            var graph = AgentGraph("outer")
            graph.add("a", timeout: .seconds(2)) { context in
                try await context.time.sleep(for: .milliseconds(500))
                let report = await executor.run(plan, within: .seconds(10))
                inner.withLock { $0 = report }
            }
            let outer = await executor.run(try graph.plan(), within: .seconds(5))
            return (inner.withLock { $0 }, outer)
        }
        #expect(inner?.deadline == .milliseconds(1500))
        #expect(inner?.wallTime == .milliseconds(1500))
        #expect(outer.wallTime <= .milliseconds(2002))
    }

    @Test func `an agent sees its deadline, its attempt and what is left`() throws {
        let texts = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            options.timeout = .seconds(3)
            options.retry.attemptTimeout = .seconds(2)
            let node = graph.add("a", options: options) { context in
                if context.attempt == 1 {
                    try await context.time.sleep(for: .milliseconds(1800))
                    throw TestFailure()
                }
                try await context.time.sleep(for: .milliseconds(700))
                return "\(context.agent)\(context.attempt) \(context.remaining?.shortText ?? "for ever")"
            }
            let free = graph.add("b") { "\($0.remaining?.shortText ?? "for ever")" }
            let report = await simulation.parallelExecutor().run(try graph.plan())
            return [report[node].value, report[free].value]
        }
        #expect(texts == ["a2 500 ms", "for ever"])
    }
}
