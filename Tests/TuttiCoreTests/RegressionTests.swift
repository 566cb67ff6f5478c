import Testing
import TuttiCore
import TuttiTesting

/// Faults that were found once; each test failed when it was written.
@Suite struct RegressionTests {
    @Test func `a run whose handle was dropped goes on while nothing of it is at work`() throws {
        let kinds = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .seconds(1))
            graph.add("a", options: options) { context in if context.attempt == 1 { throw TestFailure() } }
            var kinds: [String] = []
            for await event in simulation.parallelExecutor().start(try graph.plan()).events {
                kinds.append(event.kind.wireName)
            }
            return kinds
        }
        #expect(kinds.last == "runFinished")
    }

    @Test func `a final agent that needs one final agent and wants another starts when the needed one has ended`()
        throws
    {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.isFinal = true
            let needed = graph.addWorker("needed", 700, options: options)
            let wanted = graph.addWorker("wanted", 600, options: options)
            graph.add("answer", after: needed, wanted.ifAvailable, options: options) { _, needed, wanted in
                "\(needed) \(wanted)"
            }
            var configuration = ParallelExecutor.Configuration()
            configuration.reserve = .milliseconds(500)
            return await simulation.parallelExecutor(configuration).run(try graph.plan(), within: .seconds(1))
        }
        #expect(report["answer"]?.output == "needed wanted")
    }

    @Test func `an agent that backs off is not at work, so one slot means one at work`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .seconds(1))
            graph.add("a", options: options) { context in if context.attempt == 1 { throw TestFailure() } }
            graph.addWorker("b", 2000)
            return await simulation.parallelExecutor(.init(maximumParallel: 1)).run(try graph.plan())
        }
        #expect(report.maximumConcurrency == 1)
    }

    @Test func `an agent whose fallback stands in still says why`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("a", fallback: 7) { _ -> Int in throw TestFailure() }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["a"]?.error == "refused")
        #expect(report["a"]?.isFallback == true)
    }

    @Test func `a second quorum replaces the first`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            for (name, time) in [("a", 10), ("b", 500), ("c", 600), ("d", 10)] { graph.addWorker(name, time) }
            try graph.addQuorum(of: "d", count: 1, from: ["a"])
            try graph.addQuorum(of: "d", count: 1, from: ["b", "c"])
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["d"]?.start == .milliseconds(500))
    }

    @Test func `a fallback of the wrong type is refused when the graph is planned`() throws {
        var graph = AgentGraph()
        var options = AgentOptions()
        options.fallback = "text"
        graph.add("number", options: options) { _ in 1 }
        let message = "its fallback is of the type String, its result is Int"
        #expect(throws: GraphError([.invalidOption(agent: "number", message: message)])) { try graph.plan() }
    }

    @Test(arguments: ["\"\u{301}", "\"\u{FE0F}", "\\\u{301}"])
    func `a quote is escaped in drawings whatever mark follows it`(hostile: String) throws {
        var graph = AgentGraph()
        graph.addWorker("a\(hostile)]; evil [", 1)
        let plan = try graph.plan()
        let first = String(String.UnicodeScalarView(hostile.unicodeScalars.prefix(1)))
        #expect(Array(plan.dot.unicodeScalars).contains(Array("[label=\"a\\\(first)".unicodeScalars)))
        if first == "\"" {
            #expect(Array(plan.mermaid.unicodeScalars).contains(Array("n0[\"a#quot;".unicodeScalars)))
        }
    }

    @Test func `milliseconds are exact where they can be`() {
        for number in 0..<2000 { #expect(Duration.milliseconds(number).milliseconds == Double(number)) }
    }

    @Test func `a cycle through both doors is an error of the plan`() throws {
        var graph = AgentGraph()
        try graph.addDependency(of: "a", on: "c")
        let first = graph.add("a") { _ in 1 }
        graph.add("c", after: first) { _, _ in 1 }
        #expect(throws: GraphError([.cycle(["c", "a", "c"])])) { try graph.plan() }
    }

    @Test func `a deadline without end is printed`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.addWorker("a", 1)
            return await simulation.parallelExecutor().run(try graph.plan(), within: .seconds(Int64.max))
        }
        #expect(report.status == .complete)
        #expect(!report.timeline.isEmpty)
    }

    @Test func `to a second reader the events end at once, and the first one loses nothing`() throws {
        let counts = try simulate { simulation in
            var graph = AgentGraph()
            graph.addWorker("a", 1000)
            let run = simulation.parallelExecutor().start(try graph.plan())
            return await withTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        var count = 0
                        for await _ in run.events { count += 1 }
                        return count
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(counts.reduce(0, +) == 5)
    }
}
