import Foundation
import Testing
import TuttiCore
import TuttiTesting
import TuttiWorkflows

@Suite struct WorkflowExamplesTests {
    struct Expected: Sendable {
        var file: String
        var wall: Duration
        var status: RunStatus
        var states: [String: AgentState] = [:]
        var warnings: [String] = []
    }

    static let simulated = [
        Expected(file: "benchmark-independent", wall: .milliseconds(500), status: .complete),
        Expected(file: "benchmark-dependent", wall: .milliseconds(1500), status: .complete),
        Expected(file: "benchmark-timeout", wall: .seconds(1), status: .partial, states: ["slow": .timedOut]),
        Expected(file: "benchmark-error", wall: .milliseconds(500), status: .partial, states: ["broken": .failed]),
        Expected(file: "ragged", wall: .milliseconds(1100), status: .complete),
        Expected(file: "deadline", wall: .milliseconds(650), status: .partial, states: ["thorough": .timedOut]),
        Expected(file: "stubborn", wall: .milliseconds(300), status: .partial, states: ["stubborn": .timedOut]),
        Expected(file: "overwhelmed", wall: .milliseconds(1500), status: .complete),
        Expected(
            file: "selection", wall: .milliseconds(900), status: .complete,
            states: ["money": .skipped, "archive": .cancelled]),
        Expected(file: "map", wall: .milliseconds(1200), status: .complete),
        Expected(file: "nested", wall: .milliseconds(1300), status: .complete),
        Expected(file: "nested-research", wall: .milliseconds(800), status: .complete),
        Expected(
            file: "policies", wall: .milliseconds(900), status: .complete,
            warnings: [
                "'model' asks its fallback agent: the service is overloaded",
                "'tool' uses its fallback: connection refused",
            ]),
    ]

    /// How long a run waits for an attempt that was told to stop.
    static let grace = ParallelExecutor.Configuration().stoppingGrace

    @Test(arguments: simulated)
    func `a simulated example takes its ideal time and ends as its comment says`(_ expected: Expected) throws {
        let report = try Self.run(expected.file)
        #expect(report.wallTime >= expected.wall)
        #expect(report.wallTime <= expected.wall + Self.grace, "\(report.timeline)")
        #expect(report.status == expected.status, "\(report.timeline)")
        for agent in report.agents {
            #expect(agent.state == expected.states[agent.name, default: .succeeded], "\(agent.name)")
        }
        #expect(report.warnings == expected.warnings)
    }

    @Test func `every example is loaded, and those that are not simulated name what they call`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        let simulated = Self.simulated.map { "\($0.file).yaml" }
        let varying = ["varying.yaml"]
        let others = ["command.yaml", "documents.yaml", "llm.yaml", "mcp.yaml"]
        #expect(files.sorted() == (simulated + varying + others).sorted())
        for file in files {
            let workflow = try Workflow.load(path: "\(Self.folder)/\(file)")
            #expect("\(workflow.name).yaml" == file)
            let graph = try workflow.makeGraph { agent in
                #expect(others.contains(file), "\(agent.name) of \(file)")
                return SimulatedAgent(.init(), random: { 0 })
            }
            #expect(try graph.plan().agentNames == workflow.agents.map(\.name))
        }
    }

    @Test func `the deadline example answers with two inputs and the reason for the third`() throws {
        let report = try Self.run("deadline")
        let reporter = try #require(report["reporter"])
        #expect(reporter.missingInputs.map(\.name) == ["thorough"])
        #expect(reporter.missingInputs.map(\.reason) == [.timedOut])
        #expect(report.output == "Today: three tasks are due. Remember: you wanted to run more often. ")
    }

    @Test func `the example that varies has the agents of the one that does not, and is as a rule complete`() throws {
        let workflow = try Workflow.load(path: "\(Self.folder)/varying.yaml")
        let constant = try Workflow.load(path: "\(Self.folder)/overwhelmed.yaml")
        #expect(workflow.agents.map(\.name) == constant.agents.map(\.name))
        #expect(workflow.agents.map(\.inputs) == constant.agents.map(\.inputs))
        let statuses = try simulate(seed: 1) { simulation in
            let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
            let executor = simulation.parallelExecutor(workflow.configuration)
            var statuses: [RunStatus] = []
            for _ in 0..<200 { statuses.append(await executor.run(plan, within: workflow.deadline).status) }
            return statuses
        }
        #expect((190...200).contains(statuses.count { $0 == .complete }))
    }

    @Test func `the stubborn agent is abandoned`() throws {
        #expect(try Self.run("stubborn")["stubborn"]?.abandoned == 1)
    }

    static let folder = "\(repository)/Examples/workflows"

    static func run(_ file: String) throws -> RunReport {
        let workflow = try Workflow.load(path: "\(Self.folder)/\(file).yaml")
        return try simulate { simulation in
            let plan = try workflow.makePlan(random: { 0 }) { throw UnexpectedAgent(name: $0.name) }
            let executor = simulation.parallelExecutor(workflow.configuration)
            return await executor.run(plan, "I'm feeling overwhelmed", within: workflow.deadline)
        }
    }
}

/// A test met an agent that it did not expect.
struct UnexpectedAgent: Error { var name: String }

/// The folder of the package.
let repository = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
