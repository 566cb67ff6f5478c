import Testing
import TuttiCore
import TuttiJSON
import TuttiTesting

@Suite struct RunReportTests {
    /// A run with one agent of every end.
    private static func report() throws -> RunReport {
        try simulate(seed: 7) { simulation in
            var graph = AgentGraph("everything")
            var slow = AgentOptions()
            slow.timeout = .milliseconds(300)
            graph.add("good") { context in
                context.record(Usage(inputTokens: 10, outputTokens: 5, costUSD: 0.001))
                try await context.time.sleep(for: .milliseconds(200))
                return "result"
            }
            graph.addWorker("bad", 100, fails: true)
            graph.addWorker("stubborn", 5000, ignoresCancellation: true, options: slow)
            graph.addWorker("below", 10)
            graph.add("spare", fallback: "stand-in") { context -> String in
                context.warn("the spare part is used")
                throw TestFailure()
            }
            graph.addWorker("a name that is much too long for the chart", 500)
            try graph.addDependency(of: "below", on: "bad")
            try graph.addDependency(of: "a name that is much too long for the chart", on: "bad", .wants)
            return await simulation.parallelExecutor().run(try graph.plan(), within: .milliseconds(450))
        }
    }

    @Test func `the report as JSON, to the byte`() throws {
        var report = try Self.report()
        report.run = RunID("r1")
        #expect(report.json["run"] == "r1")
        #expect(
            report.json.object?.keys == [
                "run", "workflow", "status", "deadlineMs", "wallMs", "criticalPathMs", "sequentialMs", "speedup",
                "output", "warnings", "agents", "speculation", "usage", "events",
            ])
        #expect(report.json["status"] == "partial")
        #expect(report.json["wallMs"] == 450.0)
        #expect(report.json["deadlineMs"] == 450.0)
        #expect(report.json["warnings"] == ["the spare part is used", "'spare' uses its fallback: refused"])
        let agents = try #require(report.json["agents"]?.array)
        #expect(
            agents[0].serialized()
                == #"{"name":"good","status":"succeeded","startMs":0.0,"endMs":200.0,"attempts":1,"abandoned":0,"error":null,"#
                + #""skipped":null,"fallback":false,"missing":{},"output":"result","#
                + #""usage":{"inputTokens":10,"outputTokens":5,"costUSD":0.001}}"#)
        #expect(
            agents[2].serialized()
                == #"{"name":"stubborn","status":"timedOut","startMs":0.0,"endMs":300.0,"attempts":1,"abandoned":1,"#
                + #""error":"no result in 300 ms","skipped":null,"fallback":false,"missing":{},"output":null,"#
                + #""usage":{"inputTokens":0,"outputTokens":0,"costUSD":0.0}}"#)
        #expect(agents[3]["skipped"] == "needs 'bad', which failed")
        #expect(agents[3]["startMs"] == .null)
        #expect(agents[4]["fallback"] == true)
        #expect(agents[5]["missing"] == ["bad": "failed"])
        #expect(try JSONValue(parsing: report.json.serialized(pretty: true)) == report.json)
    }

    @Test func `the timeline, to the column`() throws {
        #expect(
            try Self.report().timeline(width: 72) == """
                good                      │█████████           │ 200 ms
                bad                       │xxxx                │ failed
                stubborn                  │░░░░░░░░░░░░░       │ timed out, abandoned
                below                     │                    │ skipped
                spare                     │▒                   │ fallback
                a name that is much too…  │    ░░░░░░░░░░░░░░░░│ timed out
                partial in 450 ms of 450 ms · one after another 950 ms · 2.1× faster
                """)
    }

    @Test(arguments: [0, 10, 40, 100, 500])
    func `no line of the timeline is wider than the terminal, and all bars start in one column`(width: Int) throws {
        let lines = try Self.report().timeline(width: width).split(separator: "\n").dropLast()
        for line in lines { #expect(line.count <= max(width, 70)) }
        #expect(Set(lines.map { $0.prefix { $0 != "│" }.count }).count == 1)
    }

    @Test func `the answer comes from the final agents, else from those that nobody lists`() throws {
        func output(_ finals: Set<String>, fails: Bool = false) throws -> String? {
            try simulate { simulation in
                var graph = AgentGraph()
                for name in ["a", "b", "c", "d"] {
                    var options = AgentOptions()
                    options.isFinal = finals.contains(name)
                    graph.addWorker(name, 10, fails: fails && name == "c", options: options)
                }
                try graph.connect(["c": "ab"])
                return await simulation.parallelExecutor().run(try graph.plan()).output
            }
        }
        #expect(try output([]) == "c: c\nd: d")
        #expect(try output(["c"]) == "c")
        #expect(try output(["a", "b"]) == "a: a\nb: b")
        #expect(try output(["c"], fails: true) == "d")
    }

    @Test func `usage of every attempt counts, also of the failed and of the abandoned ones`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 3, backoff: .zero)
            graph.add("a", options: options) { context in
                context.record(Usage(inputTokens: 1, outputTokens: 2, costUSD: 0.5))
                if context.attempt < 3 { throw TestFailure() }
            }
            graph.add("b", timeout: .milliseconds(10)) { context in
                await context.time.sleepIgnoringCancellation(until: .milliseconds(20))
                context.record(Usage(costUSD: 1))
            }
            graph.addWorker("c", 100)
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report.usage == Usage(inputTokens: 3, outputTokens: 6, costUSD: 2.5))
        #expect(report["a"]?.attempts == 3)
        #expect(report["a"]?.error == nil)
    }

    @Test func `the critical path is measured over what ran`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            for (name, time) in [("a", 300), ("b", 100), ("c", 200), ("d", 450)] { graph.addWorker(name, time) }
            try graph.connect(["c": "ab"])
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report.criticalPath == .milliseconds(500))
    }

    @Test func `the agents of a report are the same to all who ask first at the same moment`() async throws {
        var graph = AgentGraph()
        for number in 0..<200 { graph.add("\(number)") { _ in [number, number] } }
        for _ in 0..<20 {
            let report = await ParallelExecutor().run(try graph.plan())
            let views = await withTaskGroup(of: [AgentReport].self) { group in
                for _ in 0..<4 { group.addTask(executorPreference: AgentPool.shared) { report.agents } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(views.count == 4)
            #expect(views.allSatisfy { $0 == views[0] })
            #expect(views[0].map(\.output) == (0..<200).map { "[\($0), \($0)]" })
        }
    }
}
