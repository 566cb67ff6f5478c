import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON

@Suite struct StrategyTests {
    @Test func `an unknown agent is a warning and is left out`() throws {
        let strategy = Strategy([.init("tasks"), .init("horoscope"), .init("memory", after: ["horoscope", "tasks"])])
        let (checked, warnings) = try strategy.checked(against: Fixture.directory())
        #expect(checked.assignments == [.init("tasks"), .init("memory", after: ["tasks"])])
        #expect(
            warnings == [
                "the strategy names 'horoscope', which is not an agent here: it is left out",
                "'memory' should wait for 'horoscope', which is not asked: it does not",
            ])
    }

    @Test(arguments: ["Memory", "memory ", "mem\u{00F6}ry", "mem\u{043E}ry", "memory\u{200B}", "answer", "strategist"])
    func `a look-alike is not the agent`(_ name: String) throws {
        let (checked, warnings) = try Strategy([.init("tasks"), .init(name)]).checked(against: Fixture.directory())
        #expect(checked.assignments.map(\.agent) == ["tasks"])
        #expect(warnings.count == 1)
    }

    @Test func `names that are equal as text and different as bytes are two names`() throws {
        var directory = AgentDirectory()
        try directory.register("caf\u{E9}", EchoAgent(), description: "")
        #expect(directory["caf\u{E9}"] != nil)
        #expect(directory["cafe\u{301}"] == nil)
    }

    struct Refused: Sendable {
        var strategy: Strategy
        var code: OrchestrationError.Code
        var message: String
    }

    static let refused: [Refused] = [
        .init(strategy: Strategy([]), code: .malformed, message: "it asks nobody"),
        .init(strategy: Strategy([.init("x"), .init("y")]), code: .malformed, message: "memory, tasks, notes, echo"),
        .init(strategy: Strategy([.init("tasks"), .init("tasks")]), code: .malformed, message: "asked twice"),
        .init(strategy: Strategy([.init("tasks", after: ["tasks"])]), code: .malformed, message: "waits for itself"),
        .init(
            strategy: Strategy([.init("tasks", after: ["memory"]), .init("memory", after: ["tasks"])]), code: .cycle,
            message: "tasks → memory → tasks"),
        .init(
            strategy: Strategy([
                .init("echo", after: ["tasks"]), .init("tasks", after: ["memory"]), .init("memory", after: ["notes"]),
                .init("notes", after: ["tasks"]),
            ]), code: .cycle, message: "tasks → memory → notes → tasks"),
        .init(
            strategy: Strategy((0..<33).map { .init("a\($0)") }), code: .tooLarge, message: "33 agents, at most 32"),
    ]

    @Test(arguments: refused) func `a strategy that cannot be run is refused before anything starts`(
        _ sample: Refused
    ) throws {
        let directory = try Fixture.directory()
        let error = #expect(throws: OrchestrationError.self) { try sample.strategy.checked(against: directory) }
        #expect(error?.code == sample.code)
        #expect(error?.description.contains(sample.message) == true, "\(String(describing: error))")
    }

    @Test func `every accepted strategy over small graphs is free of cycles`() throws {
        let names = ["memory", "tasks", "notes", "echo"]
        let directory = try Fixture.directory()
        var accepted = 0
        for edges in 0..<(1 << 12) {
            var bit = 0
            let assignments = names.map { name in
                let after = names.filter { other in
                    guard other != name else { return false }
                    defer { bit += 1 }
                    return edges & (1 << bit) != 0
                }
                return Strategy.Assignment(name, after: after)
            }
            guard (try? Strategy(assignments).checked(against: directory)) != nil else { continue }
            accepted += 1
            var graph = AgentGraph()
            for name in names { graph.add(name, EchoAgent()) }
            for assignment in assignments {
                for other in assignment.after { try graph.addDependency(of: assignment.agent, on: other) }
            }
        }
        #expect(accepted == 543)  // the number of labelled acyclic graphs over four nodes
    }

    @Test func `the JSON of a strategy is one that the parser reads back`() throws {
        let strategy = try StrategyParser().parse(Fixture.goodStrategy)
        #expect(try StrategyParser().parse(strategy.json.serialized()) == strategy)
    }
}

@Suite struct AgentDirectoryTests {
    @Test(arguments: ["", "answer", "memory", "a\nb", "a\u{1B}[2J", " padded", String(repeating: "n", count: 65)])
    func `a name that cannot be used is refused`(_ name: String) throws {
        var directory = try Fixture.directory()
        let error = #expect(throws: OrchestrationError.self) {
            try directory.register(name, EchoAgent(), description: "")
        }
        #expect(error?.code == .invalidAgent)
        #expect(directory.entries.count == 4)
    }

    @Test func `the standard agents are those that say so, all when none does`() throws {
        #expect(try Fixture.directory().standard.map(\.name) == ["memory", "tasks", "notes"])
        var directory = AgentDirectory()
        try directory.register("one", EchoAgent(), description: "", isStandard: false)
        try directory.register("two", EchoAgent(), description: "", isStandard: false)
        #expect(directory.standard.map(\.name) == ["one", "two"])
        #expect(StandardStrategist().strategy(among: directory).assignments == [.init("one"), .init("two")])
    }
}
