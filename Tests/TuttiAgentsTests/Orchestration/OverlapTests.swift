import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

/// A strategy that is written while agents already work.
@Suite struct OverlapTests {
    private static let firstEntry = #"{"agents": [{"name": "memory", "prompt": "Look.", "after": []}"#
    private static let secondEntry = #", {"name": "tasks", "prompt": "List.", "after": []}"#
    private static let end = #"], "synthesis": "Be kind.", "reasoning": "Both."}"#

    private static func steps(_ pieces: (Duration, String)...) -> [ScriptedModel.Step] {
        pieces.flatMap { [.wait($0.0), .text($0.1)] } + [.finish(.stop)]
    }

    @Test func `an agent starts the moment its entry is complete`() throws {
        let (report, events) = try simulate { simulation in
            let model = simulation.model(
                Self.steps(
                    (.milliseconds(800), Self.firstEntry), (.milliseconds(100), Self.secondEntry),
                    (.milliseconds(100), Self.end)))
            let coordination = try simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .begin(Fixture.question, within: .seconds(10))
            var events: [RunEvent] = []
            for await event in coordination.events { events.append(event) }
            return (await coordination.report(), events)
        }
        #expect(report.status == .complete)
        #expect(report.run["memory"]?.start == .milliseconds(800))
        #expect(report.run["tasks"]?.start == .milliseconds(900))
        #expect(report.strategyTime == .seconds(1))
        #expect(report.run["answer"]?.start == .milliseconds(1300))
        #expect(report.wallTime == .milliseconds(1300))
        #expect(report.strategy.assignments.map(\.agent) == ["memory", "tasks"])
        #expect(report.strategy.synthesis == "Be kind.")
        let chosen = events.filter { if case .agentChosen = $0.kind { true } else { false } }
        #expect(chosen.map(\.time) == [.milliseconds(800), .milliseconds(900)])
    }

    @Test func `what a strategy that breaks off has started goes on, and the standard agents join it`() throws {
        let report = try simulate { simulation in
            let broken: [ScriptedModel.Step] = [
                .wait(.milliseconds(100)), .text(#"{"agents": [{"name": "echo", "prompt": "Repeat it."}, {"na"#),
                .wait(.milliseconds(100)), .fail(ModelError(.truncated, "The line broke.")),
            ]
            return try await simulation.orchestrator(
                try Fixture.directory(), ModelStrategist(simulation.model(broken))
            ).ask(Fixture.question, within: .seconds(10))
        }
        #expect(report.isFallback)
        #expect(report.status == .complete)
        #expect(report.run["echo"]?.start == .milliseconds(100))
        #expect(report.run["echo"]?.output?.contains("“Repeat it.”") == true)
        #expect(report.run["memory"]?.start == .milliseconds(200))
        #expect(report.contributions.map(\.agent) == ["memory", "tasks", "notes", "echo"])
    }

    @Test func `a strategy that is refused is written anew, and loses nobody who runs`() throws {
        let report = try simulate { simulation in
            let model = simulation.model(
                Self.steps((.milliseconds(100), #"{"agents": ["tasks", {"name": "notes"}, {"name": "tasks"}]}"#)),
                Self.steps((.milliseconds(400), #"{"agents": ["memory"]}"#)))
            return try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .ask(Fixture.question, within: .seconds(10))
        }
        #expect(!report.isFallback)
        #expect(report.run["tasks"]?.start == .milliseconds(100))
        #expect(report.run["memory"]?.start == .milliseconds(500))
        #expect(report.contributions.map(\.agent) == ["memory", "tasks", "notes"])
    }

    @Test func `an agent that comes after a later one waits for it`() throws {
        let report = try simulate { simulation in
            let model = simulation.model(
                Self.steps(
                    (.milliseconds(100), #"{"agents": [{"name": "echo", "after": ["tasks"]}"#),
                    (.milliseconds(100), #", {"name": "tasks"}"#), (.milliseconds(100), "]}")))
            return try await simulation.orchestrator(try Fixture.directory(), ModelStrategist(model))
                .ask(Fixture.question, within: .seconds(10))
        }
        #expect(report.run["tasks"]?.start == .milliseconds(200))
        #expect(report.run["echo"]?.start == .milliseconds(500))
        #expect(report.run["echo"]?.output?.contains("with [tasks=3 open tasks") == true)
        #expect(report.contributions.map(\.agent) == ["echo", "tasks"])
    }

    @Test func `a look-alike of an agent's name starts nobody`() throws {
        let report = try simulate { simulation in
            var directory = try Fixture.directory()
            try directory.register("caf\u{E9}", EchoAgent(), description: "Echo.")
            let model = simulation.model(
                Self.steps((.milliseconds(100), #"{"agents": [{"name": "cafe\#u{301}"}, {"name": "notes"}]}"#)))
            return try await simulation.orchestrator(directory, ModelStrategist(model))
                .ask(Fixture.question, within: .seconds(10))
        }
        #expect(report.contributions.map(\.agent) == ["notes"])
        #expect(report.run["caf\u{E9}"]?.start == nil)
    }

    @Test func `with one agent at a time the strategist comes first`() throws {
        let report = try simulate { simulation in
            let model = simulation.model(Self.steps((.milliseconds(100), Self.firstEntry + Self.end)))
            let executor = simulation.parallelExecutor(.init(maximumParallel: 1))
            return try await Orchestrator(
                directory: try Fixture.directory(), strategist: ModelStrategist(model), executor: executor,
                time: simulation.clock
            ).ask(Fixture.question, within: .seconds(10))
        }
        #expect(report.run["memory"]?.start == .milliseconds(100))
        #expect(report.status == .complete)
    }

    @Test func `a strategist that the timeout of the executor ends leaves the standard agents`() throws {
        let report = try simulate { simulation in
            let executor = simulation.parallelExecutor(.init(timeout: .milliseconds(500)))
            return try await Orchestrator(
                directory: try Fixture.directory(),
                strategist: ModelStrategist(simulation.model([.hang(ignoringCancellation: true)])), executor: executor,
                time: simulation.clock
            ).ask(Fixture.question, within: .seconds(10))
        }
        #expect(report.isFallback)
        #expect(report.contributions.map(\.agent) == ["memory", "tasks", "notes"])
        #expect(report.status == .complete)
    }

    /// Hears of no cancellation, and goes on naming agents.
    private struct LateStrategist: Strategist {
        func strategy(
            for question: Question, among directory: AgentDirectory, in context: AgentContext,
            onAssignment: @Sendable (Strategy.Assignment) -> Void
        ) async throws -> Strategy {
            onAssignment(.init("memory"))
            let time = context.time
            await withCheckedContinuation { continuation in
                _ = time.schedule(at: time.now + .milliseconds(300)) { continuation.resume() }
            }
            onAssignment(.init("tasks"))
            return Strategy([.init("notes")])
        }
    }

    @Test func `what a strategist writes after the end of the run is nobody's strategy`() throws {
        try simulate { simulation in
            let coordination = try simulation.orchestrator(try Fixture.directory(), LateStrategist())
                .begin(Fixture.question, within: .seconds(10))
            try await simulation.clock.sleep(for: .milliseconds(100))
            coordination.cancel()
            let report = await coordination.report()
            try await simulation.clock.sleep(for: .milliseconds(500))
            #expect(report.strategy.assignments.map(\.agent) == ["memory"])
            #expect(!report.isFallback)
            #expect(coordination.strategy == report.strategy)
        }
    }

    @Test func `whatever comes of the strategy, the run ends by its deadline`() throws {
        for seed in UInt64(0)..<300 {
            try simulate(seed: seed) { simulation in
                var generator = SeededRandomNumberGenerator(seed: seed)
                let text = Self.firstEntry + Self.secondEntry + Self.end
                var steps: [ScriptedModel.Step] = []
                for character in text {
                    if Int.random(in: 0..<40, using: &generator) == 0 {
                        steps.append(.wait(.milliseconds(Int.random(in: 1..<900, using: &generator))))
                    }
                    if Int.random(in: 0..<300, using: &generator) == 0 {
                        steps.append(.hang(ignoringCancellation: Bool.random(using: &generator)))
                    }
                    if Int.random(in: 0..<300, using: &generator) == 0 {
                        steps.append(.fail(ModelError(.serverError, "No.")))
                    }
                    steps.append(.text(String(character)))
                }
                let deadline = Duration.milliseconds(Int.random(in: 50..<4000, using: &generator))
                let report = try await simulation.orchestrator(
                    try Fixture.directory(), ModelStrategist(simulation.model(steps + [.finish(.stop)]))
                ).ask(Fixture.question, within: deadline)
                #expect(simulation.clock.now <= deadline + .milliseconds(2), "seed \(seed)")
                #expect(report.run.agents.count == 6)
                let asked = Set(report.run.agents.filter { $0.start != nil }.map(\.name))
                let known = Set(report.strategy.assignments.map(\.agent) + ["strategist", "answer"])
                #expect(asked.isSubset(of: known), "seed \(seed): nobody runs who is not in the strategy")
            }
        }
    }
}
