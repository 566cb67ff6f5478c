import Testing
import TuttiCore
import TuttiTesting

/// The ten subjects of the first description of the system, on virtual time.
@Suite struct OriginalSubjectsTests {
    @Test func `1 parallel execution: three independent agents take as long as the slowest`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            for (name, time) in [("memory", 500), ("mcp", 300), ("personal", 400)] { graph.addWorker(name, time) }
            return await simulation.parallelExecutor().run(try graph.plan(), "what now?")
        }
        #expect(report.agents.map(\.start) == [.zero, .zero, .zero])
        #expect(report.agents.map(\.end) == [500, 300, 400].map { .milliseconds($0) })
        #expect(report.wallTime == .milliseconds(500))
        #expect(report.status == .complete)
    }

    @Test func `2 dependency ordering: a dependent starts the moment its last input has ended`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            for (name, time) in [("a", 500), ("b", 300), ("c", 1000), ("d", 100)] { graph.addWorker(name, time) }
            try graph.connect(["c": "ab", "d": "b"])
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["c"]?.start == .milliseconds(500))
        #expect(report["d"]?.start == .milliseconds(300))
        #expect(report.wallTime == .milliseconds(1500))
    }

    @Test func `3 timeout: an agent that hangs is cut at its timeout, and its dependents are skipped for it`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.timeout = .seconds(1)
            graph.addWorker("hangs", 5000, options: options)
            graph.addWorker("quick", 200)
            graph.addWorker("below", 100)
            graph.addWorker("deeper", 100)
            try graph.addDependency(of: "below", on: "hangs")
            try graph.addDependency(of: "deeper", on: "below")
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["hangs"]?.state == .timedOut)
        #expect(report["hangs"]?.error == "no result in 1 s")
        #expect(report["quick"]?.state == .succeeded)
        for name in ["below", "deeper"] {
            #expect(report[name]?.skipReason == .ancestor(name: "hangs", state: .timedOut))
        }
        #expect(report.wallTime == .seconds(1))
        #expect(report.status == .partial)
    }

    @Test func `3 timeout: the executor's holds for agents that have none of their own`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.timeout = .seconds(2)
            graph.addWorker("own", 1500, options: options)
            graph.addWorker("default", 1500)
            return await simulation.parallelExecutor(.init(timeout: .seconds(1))).run(try graph.plan())
        }
        #expect(report["own"]?.state == .succeeded)
        #expect(report["default"]?.state == .timedOut)
    }

    @Test(arguments: [1, 2, 3, 4])
    func `4 error isolation: whatever a sibling does, the bytes and times of the others stay the same`(
        hostility: Int
    ) throws {
        func siblings(_ hostility: Int) throws -> [AgentReport] {
            try simulate { simulation in
                var graph = AgentGraph()
                var options = AgentOptions()
                options.timeout = .milliseconds(250)
                graph.addWorker(
                    "bad", hostility == 3 ? 60_000 : 100, fails: hostility == 1, ignoresCancellation: hostility == 2,
                    options: options)
                graph.add("noisy") { context in
                    for number in 0..<(hostility == 4 ? 10_000 : 0) { context.yield("noise \(number)") }
                    if hostility == 4 { throw TestFailure(String(repeating: "x", count: 1_000_000)) }
                }
                graph.addWorker("a", 200)
                graph.addWorker("b", 300)
                graph.addWorker("c", 400)
                try graph.connect(["c": "ab"])
                let report = await simulation.parallelExecutor().run(try graph.plan())
                return report.agents.filter { ["a", "b", "c"].contains($0.name) }
            }
        }
        #expect(try siblings(hostility) == siblings(0))
        #expect(try siblings(hostility).allSatisfy { $0.state == .succeeded })
    }

    @Test(arguments: 1...6)
    func `5 rate limiting: never more agents at once than maximumParallel, and no slot stays empty`(limit: Int) throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            for number in 0..<6 { graph.addWorker("\(number)", 100) }
            return await simulation.parallelExecutor(.init(maximumParallel: limit)).run(try graph.plan())
        }
        #expect(report.maximumConcurrency == limit)
        #expect(report.wallTime == .milliseconds(100 * ((6 + limit - 1) / limit)))
    }

    @Test func `5 rate limiting: starts are at least startSpacing apart`() throws {
        let events = try simulate { simulation in
            var graph = AgentGraph()
            for number in 0..<4 { graph.addWorker("\(number)", 10) }
            return await simulation.parallelExecutor(.init(startSpacing: .milliseconds(150))).start(try graph.plan())
                .allEvents()
        }
        let expected = [0, 150, 300, 450].map { Duration.milliseconds($0) }
        #expect(events.startInstants == expected)
        let waits = events.compactMap { event -> Duration? in
            guard case .limitWaited(_, let waited) = event.kind else { return nil }
            return waited
        }
        #expect(waits == Array(expected.dropFirst()))
    }

    @Test func `6 aggregation: successful, failed, success rate and total time`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.timeout = .milliseconds(400)
            graph.addWorker("good", 300)
            graph.addWorker("better", 100)
            graph.addWorker("bad", 200, fails: true)
            graph.addWorker("slow", 900, options: options)
            graph.addWorker("below", 100)
            try graph.addDependency(of: "below", on: "bad")
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report.successful.map(\.name) == ["good", "better"])
        #expect(report.failed.map(\.name) == ["bad", "slow"])
        #expect(report.successRate == 0.5)
        #expect(report.wallTime == .milliseconds(400))
        #expect(report.sequentialTime == .milliseconds(1000))
        #expect(report["below"]?.skipReason == .ancestor(name: "bad", state: .failed))
        #expect(report.output == "good: good\nbetter: better")
        #expect(report.status == .partial)
    }

    @Test func `7 cycle detection: the call that closes a cycle names all of it and changes nothing`() throws {
        var graph = AgentGraph()
        for name in ["a", "b", "c"] { graph.addWorker(name, 10) }
        try graph.addDependency(of: "b", on: "c")
        try graph.addDependency(of: "c", on: "a")
        let before = try graph.plan().json
        let error = #expect(throws: GraphError.self) { try graph.addDependency(of: "a", on: "b") }
        #expect(error?.problems == [.cycle(["a", "b", "c", "a"])])
        #expect(error?.description == "the dependencies go round: a → b → c → a")
        #expect(try graph.plan().json == before)
    }

    @Test func `8 plan optimisation: phases and the critical path are the same however often one asks`() throws {
        var graph = AgentGraph()
        for (name, time) in [("a", 100), ("b", 900), ("c", 900), ("d", 100), ("e", 500), ("f", 500), ("g", 100)] {
            var options = AgentOptions()
            options.expectedDuration = .milliseconds(time)
            graph.addWorker(name, time, options: options)
        }
        try graph.connect(["b": "a", "d": "c", "f": "e", "g": "bdf"])
        let plan = try graph.plan()
        #expect(plan.phases == [["a", "c", "e"], ["b", "d", "f"], ["g"]])
        #expect(plan.criticalPath == ["a", "b", "g"])
        #expect(plan.expectedDuration == .milliseconds(1100))
        for _ in 0..<5 { #expect(try graph.plan().json == plan.json) }
    }

    @Test func `8 plan optimisation: under a limit the longest remaining path starts first`() throws {
        let events = try simulate { simulation in
            var graph = AgentGraph()
            for (name, time) in [("short", 100), ("tie", 400), ("long", 200), ("end", 200)] {
                var options = AgentOptions()
                options.expectedDuration = .milliseconds(time)
                graph.addWorker(name, time, options: options)
            }
            graph.addWorker("unknown", 50)
            try graph.addDependency(of: "end", on: "long")
            return await simulation.parallelExecutor(.init(maximumParallel: 1)).start(try graph.plan()).allEvents()
        }
        #expect(events.startedAgents == ["tie", "long", "end", "short", "unknown"])
    }

    @Test func `8 plan optimisation: without durations all count the same, so the longest chain starts first`() throws {
        let started = try simulate { simulation in
            var graph = AgentGraph()
            for name in ["alone", "a", "b", "c"] { graph.addWorker(name, 100) }
            try graph.connect(["b": "a", "c": "b"])
            return await simulation.parallelExecutor(.init(maximumParallel: 1)).start(try graph.plan()).allEvents()
                .startedAgents
        }
        #expect(started.first == "a")
    }

    @Test func `9 metrics: counts over all runs, rates per agent that was asked, bounded history`() throws {
        let metrics = try simulate { simulation in
            var configuration = ParallelExecutor.Configuration(timeout: .milliseconds(500))
            configuration.historyCapacity = 2
            let executor = simulation.parallelExecutor(configuration)
            var parallel = AgentGraph("parallel")
            parallel.addWorker("a", 200)
            parallel.addWorker("b", 200)
            var serial = AgentGraph("serial")
            serial.addWorker("slow", 900)
            serial.addWorker("below", 100)
            try serial.addDependency(of: "below", on: "slow")
            var failing = AgentGraph("failing")
            failing.addWorker("bad", 100, fails: true)
            for graph in [parallel, serial, failing] { _ = await executor.run(try graph.plan()) }
            return executor.metrics
        }
        #expect(metrics.executions == 3)
        #expect(metrics.parallelExecutions == 1)
        #expect(metrics.agents == 4)
        #expect(metrics.timeouts == 1)
        #expect(metrics.errors == 1)
        #expect(metrics.timeoutRate == 0.25)
        #expect(metrics.errorRate == 0.25)
        #expect(metrics.totalTime == .milliseconds(800))
        let mean = 4.0 / 3
        #expect(metrics.averageSpeedup == mean)
        #expect(metrics.history.map(\.status) == [.failed, .failed])
        #expect(metrics.history.map(\.agents) == [1, 1])
    }

    @Test func `9 metrics: an executor that has run nothing divides by nothing`() {
        let metrics = ParallelExecutor().metrics
        #expect(metrics.averageSpeedup == 1)
        #expect(metrics.timeoutRate == 0)
        #expect(metrics.errorRate == 0)
    }

    @Test func `10 measured speed-up: the sum of the agents' times over the wall time, below 1 too`() throws {
        func speedup(_ configuration: ParallelExecutor.Configuration) throws -> Double {
            try simulate { simulation in
                var graph = AgentGraph()
                for number in 0..<4 { graph.addWorker("\(number)", 100) }
                return await simulation.parallelExecutor(configuration).run(try graph.plan()).speedup
            }
        }
        #expect(try speedup(.init()) == 4)
        #expect(try speedup(.init(maximumParallel: 2)) == 2)
        #expect(try speedup(.init(maximumParallel: 1)) == 1)
        let spaced = 400.0 / 700
        #expect(try speedup(.init(startSpacing: .milliseconds(200))) == spaced)
    }
}
