import Testing
import TuttiCore
import TuttiTesting

/// An agent that is asked once for each item of a list, in virtual time.
@Suite struct MapAgentTests {
    struct Refused: Error, CustomStringConvertible { let description = "refused" }

    /// Runs `list`, which gives the text, and `each`, which maps over it; returns the report and the parts that were told.
    private static func run(
        _ list: String, within deadline: Duration? = nil, _ policy: MapPolicy = .init(over: "list"),
        itemOptions: AgentOptions = .init(), options: AgentOptions = .init(),
        _ body: @escaping @Sendable (ListItem, AgentContext) async throws -> String
    ) throws -> (report: RunReport, parts: [RunEvent.Part], recorder: EventRecorder) {
        let recorder = EventRecorder()
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("list", Text(list))
            graph.add("each", MapAgent(policy, each: Each(body: body), options: itemOptions), options: options)
            try graph.addDependency(of: "each", on: "list")
            return try await simulation.run(graph, "the request", within: deadline, recorder: recorder)
        }
        let parts = recorder.events.compactMap { event -> RunEvent.Part? in
            guard case .partEnded(agent: "each", attempt: 1, let part) = event.kind else { return nil }
            return part
        }
        return (report, parts, recorder)
    }

    private struct Text: Agent {
        let text: String
        init(_ text: String) { self.text = text }
        func run(_ context: AgentContext) async throws -> AgentOutput { AgentOutput(self.text) }
    }

    private struct Each: Agent {
        let body: @Sendable (ListItem, AgentContext) async throws -> String

        func run(_ context: AgentContext) async throws -> AgentOutput {
            let item = try #require(context.item)
            return AgentOutput(
                try await self.body(item, context), citations: [Citation(source: item.text, quote: "")])
        }
    }

    @Test func `items run side by side, and their outputs come in the order of the list`() throws {
        let (report, parts, _) = try Self.run("a\nb\nc") { item, context in
            try await context.sleep(for: .seconds(3 - item.index))
            return "\(item.text)\(item.index) of \(item.count)"
        }
        #expect(report["each"]?.output == #"["a0 of 3","b1 of 3","c2 of 3"]"#)
        #expect(report.wallTime == .seconds(3))
        #expect(report.status == .complete && report.warnings == [])
        #expect(
            parts == [
                .init("each[2]", index: 2, of: 3, .succeeded), .init("each[1]", index: 1, of: 3, .succeeded),
                .init("each[0]", index: 0, of: 3, .succeeded),
            ])
    }

    @Test func `an item has the request and the inputs of the agent that maps, in its own name`() throws {
        let (report, _, _) = try Self.run("a\nb") { item, context in
            let input = context.inputs["list"]?.value?.text ?? "nothing"
            let asked = context.asking("other")
            #expect(asked.item == item && asked.inputs["list"] != nil)
            return "\(context.agent) \(context.text) \(input.count)"
        }
        #expect(report["each"]?.output == #"["each[0] the request 3","each[1] the request 3"]"#)
    }

    @Test func `so many items are at work at the same moment`() throws {
        var policy = MapPolicy(over: "list")
        policy.maximumParallel = 2
        let (report, _, _) = try Self.run("1\n2\n3\n4\n5", policy) { _, context in
            try await context.sleep(for: .seconds(1))
            return ""
        }
        #expect(report.wallTime == .seconds(3))
    }

    @Test func `a failed item does not lose the others, and is missing in its place`() throws {
        let (report, parts, _) = try Self.run("a\nb\nc") { item, _ in
            if item.index == 1 { throw Refused() }
            return item.text
        }
        #expect(report["each"]?.output == #"["a",null,"c"]"#)
        #expect(report.status == .complete)
        #expect(report.warnings == ["each: 1 of 3 items have no result: [1] failed: refused"])
        #expect(parts.contains(.init("each[1]", index: 1, of: 3, .failed, error: "refused")))
    }

    @Test func `as lines a failed item leaves nothing`() throws {
        var policy = MapPolicy(over: "list")
        policy.joining = .lines
        let (report, _, _) = try Self.run("a\nb\nc", policy) { item, _ in
            if item.index == 1 { throw Refused() }
            return item.text
        }
        #expect(report["each"]?.output == "a\nc")
    }

    @Test(arguments: [(1, 2, true), (2, 2, true), (3, 2, false), (nil, 2, false), (nil, 3, true), (1, 0, false)])
    func `so many items must succeed`(minimum: Int?, succeeding: Int, isEnough: Bool) throws {
        var policy = MapPolicy(over: "list")
        policy.minimum = minimum
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: 3)
        let (report, parts, _) = try Self.run("a\nb\nc", policy, options: options) { item, _ in
            if item.index >= succeeding { throw Refused() }
            return item.text
        }
        #expect(report["each"]?.state == (isEnough ? .succeeded : .failed))
        #expect(report["each"]?.attempts == 1, "another attempt would find the same list")
        #expect(parts.count == 3)
        if !isEnough { #expect(report["each"]?.error?.contains("of 3 items have no result: ") == true) }
    }

    @Test func `each item has its own attempts, timeout and fallback`() throws {
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
        options.timeout = .seconds(1)
        options.fallback = AgentOutput("instead")
        let (report, _, _) = try Self.run("fails once\nis slow\nworks", itemOptions: options) { item, context in
            if item.index == 0, context.attempt == 1 { throw Refused() }
            if item.index == 1 { try await context.sleep(for: .seconds(5)) }
            return "\(context.attempt)"
        }
        #expect(report["each"]?.output == #"["2","instead","1"]"#)
        #expect(report["each"]?.attempts == 1)
        #expect(report.wallTime >= .seconds(1) && report.wallTime < .seconds(2))
    }

    @Test func `the agent that stands in for an item is asked for that item`() throws {
        var options = AgentOptions()
        options.fallbackAgent = Each { item, context in "instead of \(item.text), \(context.text)" }
        let (report, _, _) = try Self.run("a\nb", itemOptions: options) { item, _ in
            if item.index == 1 { throw Refused() }
            return item.text
        }
        #expect(report["each"]?.output == #"["a","instead of b, the request"]"#)
    }

    @Test func `what has succeeded shortly before the agent's time is over is given`() throws {
        let (report, parts, _) = try Self.run("a\nb\nc", within: .seconds(2)) { item, context in
            try await context.sleep(for: .seconds(item.index * 2))
            return item.text
        }
        #expect(report["each"]?.output == #"["a",null,null]"#)
        #expect(report.wallTime == .milliseconds(1900), "100 ms are kept to give what is there")
        #expect(parts.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.succeeded, .timedOut, .timedOut])
    }

    @Test func `items that never stop do not keep the agent`() throws {
        let (report, _, _) = try Self.run("a\nb", within: .seconds(1)) { item, context in
            if item.index == 1 { await context.time.sleepIgnoringCancellation(until: .seconds(100)) }
            return item.text
        }
        #expect(report["each"]?.output == #"["a",null]"#)
        #expect(report.wallTime <= .seconds(1))
    }

    @Test func `what items use is used by the agent`() throws {
        let (report, _, recorder) = try Self.run("a\nb") { item, context in
            context.record(Usage(inputTokens: 10, outputTokens: 1))
            if item.index == 1 { throw Refused() }
            return item.text
        }
        #expect(report["each"]?.usage == Usage(inputTokens: 20, outputTokens: 2))
        #expect(recorder.events.count { if case .usageRecorded = $0.kind { true } else { false } } == 2)
    }

    @Test func `more items than allowed are left out, and the report says so`() throws {
        var policy = MapPolicy(over: "list")
        policy.maximumItems = 2
        let (report, parts, _) = try Self.run("a\nb\nc", policy) { item, _ in item.text }
        #expect(report["each"]?.output == #"["a","b"]"#)
        #expect(report.warnings == ["each: 'list' gave 3 items, and only the first 2 are asked for"])
        #expect(parts.count == 2)
    }

    @Test func `an empty list needs nobody, whatever the policy`() throws {
        var policy = MapPolicy(over: "list")
        policy.minimum = nil
        let (report, parts, _) = try Self.run("[]", policy) { _, _ in "never" }
        #expect(report["each"]?.output == "[]" && parts.isEmpty)
    }

    @Test func `a list that is none is an error, and is not tried again`() throws {
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: 3)
        let (report, _, _) = try Self.run(#"["a", "#, options: options) { _, _ in "never" }
        #expect(report["each"]?.error == "the output of 'list' begins as a JSON array and is none")
        #expect(report["each"]?.attempts == 1)
    }

    @Test func `a list that is missing, or no input at all, is an error`() throws {
        let errors = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("list", FailingAgent())
            graph.add("wants", MapAgent(.init(over: "list"), each: Text("")))
            graph.add("lacks", MapAgent(.init(over: "nobody"), each: Text("")))
            try graph.addDependency(of: "wants", on: "list", .wants)
            let report = try await simulation.run(graph)
            return [report["wants"]?.error, report["lacks"]?.error]
        }
        #expect(
            errors == [
                "maps over 'list', whose output is missing: failed",
                "maps over 'nobody', which is no input of this agent",
            ])
    }

    private struct FailingAgent: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput { throw Refused() }
    }

    @Test func `a map in a map tells of its parts by both names`() throws {
        let inner = MapAgent(.init(over: "list"), each: Each { item, _ in item.text })
        let recorder = EventRecorder()
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("list", Text("a\nb"))
            graph.add("each", MapAgent(.init(over: "list"), each: inner))
            try graph.addDependency(of: "each", on: "list")
            return try await simulation.run(graph, recorder: recorder)
        }
        #expect(report["each"]?.output == #"["[\"a\",\"b\"]","[\"a\",\"b\"]"]"#)
        let names = recorder.events.compactMap { event -> String? in
            guard case .partEnded(_, _, let part) = event.kind else { return nil }
            return part.name
        }
        let expected = ["each[0]", "each[0]/each[0][0]", "each[0]/each[0][1]", "each[1]", "each[1]/each[1][0]"]
        #expect(names.sorted() == expected + ["each[1]/each[1][1]"])
    }

    @Test func `when the run is cancelled no further item begins`() throws {
        let begun = Lock(0)
        var policy = MapPolicy(over: "list")
        policy.maximumParallel = 1
        let (policyOfRun, list) = (policy, (0..<10).map(String.init).joined(separator: "\n"))
        try simulate { simulation in
            var graph = AgentGraph()
            graph.add("list", Text(list))
            graph.add(
                "each",
                MapAgent(
                    policyOfRun,
                    each: Each { _, context in
                        begun.withLock { $0 += 1 }
                        try await context.sleep(for: .seconds(1))
                        return ""
                    }))
            try graph.addDependency(of: "each", on: "list")
            let run = simulation.parallelExecutor().start(try graph.plan())
            try await simulation.clock.sleep(until: .milliseconds(2500))
            run.cancel()
            _ = await run.report()
            try await simulation.clock.sleep(until: .seconds(20))
        }
        #expect(begun.withLock { $0 } == 3)
    }

    @Test func `the same seed runs the same items, to the last event`() throws {
        func trace(_ seed: UInt64) throws -> [RunEvent] {
            let recorder = EventRecorder()
            try simulate(seed: seed) { simulation in
                var options = AgentOptions()
                options.retry = RetryPolicy(maximumAttempts: 3)
                var graph = AgentGraph()
                graph.add("list", Text((0..<20).map(String.init).joined(separator: "\n")))
                graph.add(
                    "each",
                    MapAgent(
                        .init(over: "list"),
                        each: Each { item, context in
                            if context.attempt <= item.index % 3 { throw Refused() }
                            return item.text
                        }, options: options))
                try graph.addDependency(of: "each", on: "list")
                _ = try await simulation.run(graph, within: .seconds(30), recorder: recorder)
            }
            return recorder.events
        }
        let (first, second, other) = (try trace(1), try trace(1), try trace(2))
        #expect(first == second)
        #expect(first.map(\.time) != other.map(\.time), "the jitter of the items is drawn")
    }
}
