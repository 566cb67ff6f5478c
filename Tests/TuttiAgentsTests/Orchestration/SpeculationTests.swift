import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

/// Agents that begin before they are chosen.
@Suite struct SpeculationTests {
    private static let rules = """
        list work: work
        list hello: hello
        list due: due
        hello: nobody if only hello
        due: agents tasks if has due
        work: strategist if has work
        """

    /// What was learned from ten questions about work, for which these agents were chosen.
    private static func guidance(_ chosen: [String], _ policy: SpeculationPolicy? = .init()) throws
        -> Orchestrator.Guidance
    {
        var history = ChoiceHistory()
        for _ in 0..<10 {
            history.record(ChoiceOutcome(kind: "work", offered: ["memory", "tasks", "notes", "echo"], chosen: chosen))
        }
        return .init(
            rules: try SelectionRules(parsing: Self.rules, file: "rules"), choices: ChoiceLog(history),
            speculation: policy)
    }

    /// Three agents of 500, 300 and 400 ms without side effects, and one with some.
    private static func directory(expectedCost: Double = 0) throws -> AgentDirectory {
        var directory = AgentDirectory()
        var options = AgentOptions()
        options.sideEffects = .none
        options.expectedCost = expectedCost
        for (name, output, delay) in [
            ("memory", Fixture.memory, 500), ("tasks", Fixture.tasks, 300), ("notes", Fixture.notes, 400),
        ] {
            try directory.register(
                name, TimedAgent(output, after: .milliseconds(delay)), description: name, options: options)
        }
        try directory.register("echo", EchoAgent(), description: "Has effects.")
        return directory
    }

    /// A strategy of a second that names these agents when it is nearly over.
    private static func strategy(_ agents: String...) -> [ScriptedModel.Step] {
        [
            .wait(.milliseconds(900)),
            .text(#"{"agents": [\#(agents.map { #"{"name": "\#($0)", "prompt": "Look."}"# }.joined(separator: ","))"#),
            .wait(.milliseconds(100)), .text("]}"), .finish(.stop),
        ]
    }

    private func ask(
        _ strategy: [ScriptedModel.Step], _ guidance: Orchestrator.Guidance, about question: Question = "about work",
        directory: AgentDirectory? = nil, within deadline: Duration? = .seconds(10), maximumParallel: Int? = nil
    ) throws -> (report: CoordinationReport, events: [RunEvent.Kind], calls: Int) {
        try simulate { simulation in
            let model = simulation.model(strategy)
            let coordination = try Orchestrator(
                directory: try directory ?? Self.directory(), strategist: ModelStrategist(model),
                executor: simulation.parallelExecutor(.init(maximumParallel: maximumParallel)), time: simulation.clock,
                guidance: guidance
            ).begin(question, within: deadline)
            var events: [RunEvent.Kind] = []
            for await event in coordination.events { events.append(event.kind) }
            return (await coordination.report(), events, model.requests.count)
        }
    }

    @Test func `agents that are likely begin with the question, and their results are there before the strategy`()
        throws
    {
        let (report, events, _) = try self.ask(
            Self.strategy("memory", "tasks", "notes"), Self.guidance(["memory", "tasks", "notes"]))
        #expect(report.speculation.used == ["memory", "tasks", "notes"])
        #expect(report.speculation.wasted.isEmpty)
        #expect(report.speculation.wasReadyBeforeStrategy)
        // The last of them would have ended at 1,400 ms, and nothing is saved before the strategy is there.
        #expect(report.speculation.saved == .milliseconds(400))
        #expect(report.run["memory"]?.start == .zero)
        #expect(report.run["answer"]?.start == .seconds(1))
        #expect(report.status == .complete)
        #expect(events.contains(.agentChosen(agent: "memory", by: "strategist", isSpeculative: true)))
        #expect(events.contains(.agentChosen(agent: "memory", by: "strategist", isSpeculative: false)))
        #expect(report.json["speculation"]?["used"] == 3)
        #expect(report.json["speculation"]?["readyBeforeStrategy"] == true)
    }

    @Test func `what is not chosen is stopped, and costs the run nothing but what it has used`() throws {
        let (report, _, _) = try self.ask(Self.strategy("echo"), Self.guidance(["memory"]))
        #expect(report.speculation.wasted == ["memory"])
        #expect(report.contributions.map(\.agent) == ["echo"])
        #expect(report.status == .complete)
        #expect(report.answer?.contains("eleven things") == false)
        #expect(report.run["echo"]?.start == .milliseconds(900))
    }

    @Test func `an agent at work that is not chosen is cancelled`() throws {
        var directory = try Self.directory()
        var options = AgentOptions()
        options.sideEffects = .none
        try directory.register(
            "slow", TimedAgent("late", after: .seconds(5)), description: "Slow.", options: options)
        var history = ChoiceHistory()
        for _ in 0..<10 { history.record(ChoiceOutcome(kind: "work", offered: ["slow"], chosen: ["slow"])) }
        var guidance = try Self.guidance([])
        guidance.choices = ChoiceLog(history)
        let (report, events, _) = try self.ask(Self.strategy("tasks"), guidance, directory: directory)
        #expect(events.contains(.agentCancelled(agent: "slow", reason: .notChosen(by: "strategist"))))
        #expect(report.status == .complete)
        #expect(report.wallTime == .milliseconds(1200))
    }

    @Test func `an agent with side effects never begins on suspicion`() throws {
        let (report, events, _) = try self.ask(Self.strategy("echo"), Self.guidance(["echo"]))
        #expect(report.speculation.started.isEmpty)
        #expect(!events.contains(.agentChosen(agent: "echo", by: "strategist", isSpeculative: true)))
    }

    @Test func `money and number bound what begins`() throws {
        let all = try Self.guidance(["memory", "tasks", "notes"])
        var one = SpeculationPolicy()
        one.maximumAgents = 1
        let few = try self.ask(Self.strategy("notes"), Self.guidance(["memory", "tasks", "notes"], one))
        #expect(few.report.speculation.started == ["memory"])
        let dear = try self.ask(Self.strategy("notes"), all, directory: Self.directory(expectedCost: 0.004))
        #expect(dear.report.speculation.started.count == 2)
        let off = try self.ask(Self.strategy("notes"), Self.guidance(["memory"], nil))
        #expect(off.report.speculation.started.isEmpty)
    }

    @Test func `what had to wait for the strategist to make room was not begun on suspicion`() throws {
        let (report, _, _) = try self.ask(
            Self.strategy("memory"), Self.guidance(["memory"]), maximumParallel: 1)
        #expect(report.run["memory"]?.start == .seconds(1))
        #expect(report.speculation.started.isEmpty)
        #expect(report.speculation.saved == .zero)
    }

    @Test func `an agent without a result saves no time`() throws {
        var directory = AgentDirectory()
        var options = AgentOptions()
        options.sideEffects = .none
        options.timeout = .seconds(2)
        try directory.register(
            "memory", TimedAgent("late", after: .seconds(60)), description: "Hangs.", options: options)
        let (report, _, _) = try self.ask(Self.strategy("memory"), Self.guidance(["memory"]), directory: directory)
        #expect(report.run["memory"]?.state == .timedOut)
        #expect(report.speculation.used == ["memory"])
        #expect(report.speculation.saved == .zero)
    }

    @Test func `it switches itself off when it does not pay, and is tried again later`() throws {
        let guidance = try Self.guidance(["memory"])
        var began: [Bool] = []
        for _ in 0..<45 {
            let (report, _, _) = try self.ask(Self.strategy("tasks"), guidance)
            began.append(report.speculation.started.contains("memory"))
        }
        #expect(began.first == true)
        #expect(began.last == false)
        #expect(began.count { $0 } < 15)
    }

    @Test func `what was begun stays when the strategy is lost`() throws {
        let broken: [ScriptedModel.Step] = [
            .wait(.milliseconds(200)), .fail(ModelError(.serverError, "No.")),
        ]
        let (report, _, _) = try self.ask(broken, Self.guidance(["memory", "tasks"]))
        #expect(report.isFallback)
        #expect(report.run["memory"]?.start == .zero)
        #expect(report.run["notes"]?.start == .milliseconds(200))
        #expect(report.status == .complete)
        #expect(report.outcome == nil, "nothing is learned from a choice that nobody made")
    }

    @Test func `a greeting needs neither agents nor a strategist`() throws {
        let (report, _, calls) = try self.ask(Self.strategy("memory"), Self.guidance(["memory"]), about: "hello")
        #expect(calls == 0)
        #expect(report.contributions.isEmpty)
        #expect(report.selection?.choice == .nobody)
        #expect(report.status == .complete)
        #expect(report.wallTime == .zero)
        #expect(report.answer == "Hello! What is on your mind today?")
    }

    @Test func `a simple question goes to one agent, without the strategist`() throws {
        let (report, _, calls) = try self.ask(Self.strategy("memory"), Self.guidance(["memory"]), about: "what is due")
        #expect(calls == 0)
        #expect(report.contributions.map(\.agent) == ["tasks"])
        #expect(report.wallTime == .milliseconds(300))
        #expect(report.outcome == nil)
    }

    @Test func `who needs agents gets some, whatever the rules say`() throws {
        try simulate { simulation in
            let model = simulation.model(Self.strategy("memory"))
            let coordination = try Orchestrator(
                directory: Self.directory(), strategist: ModelStrategist(model),
                executor: simulation.parallelExecutor(), time: simulation.clock, guidance: Self.guidance(["memory"])
            ).begin("hello", within: .seconds(10), needsAgents: true)
            #expect(await coordination.report().contributions.map(\.agent) == ["memory"])
        }
    }

    @Test func `each question teaches who is chosen`() throws {
        let guidance = try Self.guidance([])
        for _ in 0..<60 { _ = try self.ask(Self.strategy("notes"), guidance) }
        let likelihood = try #require(guidance.choices.history.likelihood(of: "notes", "work"))
        #expect(likelihood > 0.8)
        #expect(guidance.choices.history.likelihood(of: "memory", "work").map { $0 < 0.1 } == true)
        let (report, _, _) = try self.ask(Self.strategy("notes"), guidance)
        #expect(report.speculation.used == ["notes"])
    }

    @Test func `the reasons are told, live and from what was stored`() throws {
        let (report, _, _) = try self.ask(Self.strategy("tasks"), Self.guidance(["memory"]))
        let lines = CoordinationExplanation(
            of: try JSONValue(parsing: report.json.serialized()), knowing: try Self.guidance(["memory"]).choices.history
        ).lines
        #expect(lines.first?.hasPrefix("A question of the kind 'work': it has words of work") == true)
        #expect(lines.contains("  tasks: succeeded, from 900 ms to 1200 ms, chosen for 0 % of such questions"))
        #expect(lines.contains("    asked: Look."))
        #expect(
            lines.contains(
                "  memory: begun on suspicion and stopped, chosen for 100 % of such questions"))
        #expect(lines.contains("  echo: not asked, 'strategist' did not choose it, chosen for 0 % of such questions"))
        #expect(lines.last == "1 begun before they were chosen, 0 of them used, 0 ms saved.")
    }

    @Test func `an agent that began before its prompt was there is not said to have been asked it`() throws {
        let (report, _, _) = try self.ask(Self.strategy("memory", "tasks"), Self.guidance(["memory"]))
        let lines = CoordinationExplanation(of: report.json).lines
        #expect(lines.filter { $0.hasPrefix("    asked") } == ["    asked: the question itself", "    asked: Look."])
    }

    @Test func `what a model wrote cannot pass for a line of the explanation`() throws {
        let agent: JSONValue = [
            "name": "a\n  b: succeeded", "status": "failed", "startMs": 1e300, "endMs": -1e300, "error": "x\n  c: y",
        ]
        let report: JSONValue = [
            "selection": ["kind": "work\u{1B}[2J", "reason": "one\r\ntwo"],
            "strategy": [
                "agents": [["name": "a\n  b: succeeded", "prompt": "look\n  d: succeeded"], ["name": "e"]],
                "reasoning": "why\nnot",
            ],
            "agents": [agent, ["name": "f\ng", "skipped": "h\u{85}i"]],
            "speculation": ["started": 1, "savedMs": 1e300],
        ]
        let lines = CoordinationExplanation(of: report).lines
        #expect(lines.count == 8)
        #expect(lines.allSatisfy { !$0.contains(where: \.isNewline) && !$0.contains("\u{1B}") })
    }

    @Test func `when everything hangs the run ends by its deadline`() throws {
        let (report, _, _) = try self.ask(
            [.hang(ignoringCancellation: true)], Self.guidance(["memory", "tasks"]), within: .seconds(3))
        #expect(report.wallTime <= .milliseconds(3001))
        #expect(report.status == .complete)
    }
}
