import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

private actor BrokenHistory: HistoryStore {
    func save(_ record: CoordinationRecord) throws { throw StorageError(.full, "the disk is full.") }
    func list(limit: Int) -> [CoordinationRecord] { [] }
    func find(_ id: String) -> CoordinationRecord? { nil }
}

private struct HangingHistory: HistoryStore {
    func save(_ record: CoordinationRecord) async throws {
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }
    func list(limit: Int) -> [CoordinationRecord] { [] }
    func find(_ id: String) -> CoordinationRecord? { nil }
}

private struct CyclicStrategist: Strategist {
    func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext,
        onAssignment: @Sendable (Strategy.Assignment) -> Void
    ) -> Strategy {
        Strategy([.init("memory", after: ["tasks"]), .init("tasks", after: ["memory"])])
    }
}

private struct HangingSynthesizer: Synthesizer {
    var expectedDuration: Duration { .seconds(1) }
    func synthesize(_ request: SynthesisRequest, in context: AgentContext) async throws -> Synthesis {
        context.yield("Let me")
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        return Synthesis("never")
    }
}

@Suite struct OrchestratorTests {
    @Test func `the chosen agents are asked what the model worded for them, and wait as it said`() throws {
        let report = try simulate { simulation in
            let model = simulation.model(.reply(Fixture.goodStrategy))
            return try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .ask(Fixture.question)
        }
        #expect(report.status == .complete)
        #expect(report.run["memory"]?.skipReason == .notChosen(by: "strategist"))
        #expect(report.plan.agentNames == ["tasks", "echo", "answer"])
        #expect(report.contributions.map(\.agent) == ["tasks", "echo"])
        #expect(!report.run.timeline.contains("memory"))
        #expect(report.run["echo"]?.start == .milliseconds(300))
        let echo = try #require(report.run["echo"]?.output)
        #expect(echo.hasPrefix("echo was asked “Repeat it.” with [tasks=3 open tasks"))
        #expect(report.run["answer"]?.start == .milliseconds(300))
        #expect(report.answer?.contains("Send the quarterly report to Ines") == true)
    }

    @Test func `without a strategist the standard agents are asked the question, at the same time`() throws {
        let report = try simulate { simulation in
            try await simulation.orchestrator(try Fixture.directory()).ask(Fixture.question)
        }
        #expect(report.status == .complete)
        #expect(!report.isFallback)
        #expect(report.contributions.map(\.agent) == ["memory", "tasks", "notes"])
        #expect(report.wallTime == .milliseconds(500))
        #expect(report.warnings.isEmpty)
        #expect(report.missing.isEmpty)
    }

    @Test(arguments: [true, false])
    func `a model that never ends its strategy costs its share of the deadline, not the answer`(
        _ ignoresCancellation: Bool
    ) throws {
        let report = try simulate { simulation in
            let model = simulation.model([.text("{\"ag"), .hang(ignoringCancellation: ignoresCancellation)])
            let report = try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .ask(Fixture.question, within: .seconds(3))
            #expect(simulation.clock.now <= .milliseconds(1702))
            return report
        }
        #expect(report.isFallback)
        #expect(report.status == .complete)
        #expect(report.strategyTime >= .milliseconds(1200))
        #expect(report.strategyTime <= .milliseconds(1202))
        #expect(report.warnings.first?.hasPrefix("the standard agents are asked") == true)
        #expect(report.wallTime <= .milliseconds(1702))
    }

    @Test func `without a deadline a strategy has ten seconds`() throws {
        let report = try simulate { simulation in
            let model = simulation.model([.hang(ignoringCancellation: false)])
            return try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .ask(Fixture.question)
        }
        #expect(report.strategyTime == .seconds(10))
        #expect(report.status == .complete)
    }

    @Test func `a model that fails is a warning that says why`() throws {
        let report = try simulate { simulation in
            let model = simulation.model([.fail(ModelError(.unauthorized, "The key is wrong."))])
            return try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .ask(Fixture.question)
        }
        #expect(report.warnings == ["the standard agents are asked: there is no strategy (The key is wrong.)"])
        #expect(report.status == .complete)
        #expect(report.usage == Usage())
    }

    @Test func `an agent that does not exist is a warning on the report and in the events`() throws {
        let (report, events) = try simulate { simulation in
            let model = simulation.model(.reply(#"{"agents": ["tasks", "horoscope"]}"#))
            let coordination = try simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .begin(Fixture.question)
            var events: [RunEvent] = []
            for await event in coordination.events { events.append(event) }
            return (await coordination.report(), events)
        }
        let warning = "the strategy names 'horoscope', which is not an agent here: it is left out"
        #expect(report.warnings == [warning])
        #expect(report.status == .complete)
        #expect(events.map(\.kind).contains(.warning(message: warning)))
    }

    @Test func `a strategist of one's own is checked too`() throws {
        let report = try simulate { simulation in
            try await simulation.orchestrator(try Fixture.directory(), CyclicStrategist()).ask(Fixture.question)
        }
        #expect(report.isFallback)
        #expect(report.warnings.first?.contains("memory → tasks → memory") == true)
        #expect(report.status == .complete)
    }

    @Test func `an agent that fails is named in the answer, with the reason`() throws {
        let report = try simulate { simulation in
            try await simulation.orchestrator(try Fixture.directory(memory: nil)).ask(Fixture.question)
        }
        #expect(report.status == .partial)
        #expect(report.missing.map(\.name) == ["memory"])
        #expect(report.answer?.contains("Missing from this answer: memory (failed).") == true)
        #expect(report.answer?.contains("Send the quarterly report to Ines") == true)
    }

    @Test func `when everything hangs the run is over by the deadline, with nothing`() throws {
        let report = try simulate { simulation in
            var directory = AgentDirectory()
            try directory.register("slow", TimedAgent("late", after: .seconds(60)), description: "")
            let model = simulation.model([.hang(ignoringCancellation: true)])
            let report = try await simulation.orchestrator(
                directory, ModelStrategist(model), ModelSynthesizer(model, executor: simulation.parallelExecutor())
            ).ask(Fixture.question, within: .seconds(3))
            #expect(simulation.clock.now <= .milliseconds(3005))
            return report
        }
        #expect(report.missing.map(\.name) == ["slow"])
        #expect(report.status == .nothing)
        #expect(report.answer?.contains("I found nothing") == true)
    }

    @Test func `when every agent fails the answer says so, and is none`() throws {
        let report = try simulate { simulation in
            try await simulation.orchestrator(try Fixture.directory(memory: nil, tasks: nil, notes: nil))
                .ask(Fixture.question)
        }
        #expect(report.status == .failed)
        #expect(report.answer?.contains("Missing from this answer: memory (failed), tasks (failed)") == true)
    }

    @Test func `a synthesizer that hangs is replaced by what was found`() throws {
        let report = try simulate { simulation in
            let report = try await simulation.orchestrator(
                try Fixture.directory(), StandardStrategist(), HangingSynthesizer()
            ).ask(Fixture.question, within: .seconds(3))
            #expect(simulation.clock.now <= .milliseconds(3002))
            return report
        }
        #expect(report.status == .partial)
        #expect(report.synthesis?.isExtract == true)
        #expect(report.answer?.contains("Send the quarterly report to Ines") == true)
    }

    @Test func `the synthesis begins before the deadline with what is there`() throws {
        let report = try simulate { simulation in
            var directory = try Fixture.directory()
            try directory.register("slow", TimedAgent("late", after: .seconds(60)), description: "")
            return try await simulation.orchestrator(directory).ask(Fixture.question, within: .seconds(2))
        }
        #expect(report.status == .partial)
        #expect(report.wallTime == .milliseconds(1950))
        #expect(report.answer?.contains("Missing from this answer: slow (timed out).") == true)
    }

    @Test func `cancelling the run keeps what was there`() throws {
        let report = try simulate { simulation in
            let coordination = try simulation.orchestrator(try Fixture.directory()).begin(Fixture.question)
            try await simulation.clock.sleep(for: .milliseconds(350))
            coordination.cancel()
            return await coordination.report()
        }
        #expect(report.wallTime == .milliseconds(350))
        #expect(report.status == .partial)
        #expect(report.missing.map(\.name) == ["memory", "notes"])
        #expect(report.answer?.contains("Send the quarterly report to Ines") == true)
    }

    @Test func `cancelling the caller during the strategy starts no agent`() throws {
        try simulate { simulation in
            let model = simulation.model([.hang(ignoringCancellation: false)])
            let orchestrator = simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        let report = try await orchestrator.ask(Fixture.question)
                        #expect(report.run.agents.allSatisfy { $0.name == "strategist" || $0.start == nil })
                        #expect(report.answer == nil)
                    } catch { Issue.record(error) }
                }
                group.addTask {
                    do { try await simulation.clock.sleep(for: .milliseconds(100)) } catch { Issue.record(error) }
                }
                await group.next()
                group.cancelAll()
            }
            #expect(simulation.clock.now == .milliseconds(100))
            #expect(model.callsEnded == 1)
            #expect(simulation.clock.pendingTimers == 0)
        }
    }

    @Test func `the record is kept, and a history that fails or hangs is a warning`() throws {
        try simulate { simulation in
            let history = InMemoryHistoryStore()
            let report = try await simulation.orchestrator(try Fixture.directory(), history: history)
                .ask(Fixture.question)
            let record = try #require(await history.list(limit: 1).first)
            #expect(record.id == report.run.run.description)
            #expect(record.question == Fixture.question.text)
            #expect(record.answer == report.answer)
            #expect(record.status == "complete")
            let json = try JSONValue(parsing: record.report)
            #expect(json["strategy"]?["agents"]?[0]?["name"] == "memory")
            #expect(json["wallMs"] == 500.0)
            #expect(json["citations"]?.array?.isEmpty == false)
            #expect(try StrategyParser().parse(record.strategy) == report.strategy)
        }
        for history: any HistoryStore in [BrokenHistory(), HangingHistory()] {
            try simulate { simulation in
                let report = try await simulation.orchestrator(try Fixture.directory(), history: history)
                    .ask(Fixture.question)
                #expect(report.status == .complete)
                #expect(report.warnings.count == 1)
                #expect(report.warnings.first?.hasPrefix("this question is not in the history: ") == true)
                #expect(simulation.clock.now <= .milliseconds(1502))
            }
        }
    }

    @Test func `a directory without agents is an error, at once`() throws {
        try simulate { simulation in
            let error = #expect(throws: OrchestrationError.self) {
                try simulation.orchestrator(AgentDirectory()).begin("hello")
            }
            #expect(error?.code == .noAgents)
        }
    }

    @Test func `a plan can be had without asking an agent`() throws {
        try simulate { simulation in
            let model = simulation.model(.reply(Fixture.goodStrategy))
            let (strategy, plan) = try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .plan(for: Fixture.question)
            #expect(strategy.reasoning == "It is about tasks.")
            #expect(plan.phases == [["tasks"], ["echo"], ["answer"]])
            #expect(simulation.clock.now == .zero)
        }
    }

    @Test func `the same seed gives the same report, and any seed the same answer`() throws {
        func answer(_ seed: UInt64) throws -> (String?, [String]) {
            try simulate(seed: seed) { simulation in
                let model = simulation.model(.reply(Fixture.goodStrategy))
                let report = try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                    .ask(Fixture.question, within: .seconds(5))
                return (report.answer, report.run.agents.map { "\($0)" })
            }
        }
        let first = try answer(0)
        for seed in UInt64(0)..<50 {
            let other = try answer(seed)
            #expect(other.0 == first.0, "seed \(seed)")
            #expect(other.1 == (try answer(seed)).1, "seed \(seed)")
        }
    }
}
