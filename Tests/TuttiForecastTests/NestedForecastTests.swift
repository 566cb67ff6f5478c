import Foundation
import Testing
import TuttiCore
import TuttiForecast
import TuttiWorkflows

/// Forecasts of workflows whose agents are maps, conditions and workflows.
@Suite struct NestedForecastTests {
    /// A scenario of `a.yaml` among other files.
    private static func scenario(_ text: String, _ files: [String: String] = [:]) throws -> Scenario {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A folder that stays behind in the temporary one harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files.merging(["a.yaml": text], uniquingKeysWith: { $1 }) {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        return Scenario(try Workflow.load(path: folder.appendingPathComponent("a.yaml").path))
    }

    @Test func `a nested workflow of simulated agents is run with them`() throws {
        let inner = "agents: { x: { kind: simulated, duration: 1s }, y: { kind: simulated, needs: [x], duration: 2s } }"
        let scenario = try Self.scenario("agents: { in: { kind: workflow, path: b.yaml } }", ["b.yaml": inner])
        #expect(scenario.agentsWithoutDuration.isEmpty && scenario.assumptions == [])
        #expect(try SampleScenario.runs(scenario, 1)[0].wallTime == .seconds(3))
    }

    @Test func `a nested workflow with others needs a duration as a whole`() throws {
        let inner = "agents: { x: { kind: simulated, duration: 1s }, y: { kind: memory } }"
        let scenario = try Self.scenario("agents: { in: { kind: workflow, path: b.yaml } }", ["b.yaml": inner])
        #expect(scenario.agentsWithoutDuration.map(\.name) == ["in"])
        let stated = try scenario.changed(by: "in.duration=5s")
        #expect(try SampleScenario.runs(stated, 1)[0].wallTime == .seconds(5))
    }

    @Test func `a map asks for as many items as the simulated list has`() throws {
        let scenario = try Self.scenario(
            """
            agents:
              list: { kind: simulated, output: "a\\nb\\nc" }
              each: { kind: simulated, map: { over: list, maxParallel: 1 }, duration: 1s }
            """)
        #expect(try SampleScenario.runs(scenario, 1)[0].wallTime == .seconds(3))
    }

    @Test func `a condition on a simulated agent holds as in a run`() throws {
        let scenario = try Self.scenario(
            """
            agents:
              router: { kind: simulated, output: tasks }
              tasks: { kind: simulated, needs: [router], when: { router: { contains: tasks } }, duration: 1s }
              money: { kind: simulated, needs: [router], when: { router: { contains: money } }, duration: 9s }
            """)
        #expect(try SampleScenario.runs(scenario, 1)[0].wallTime == .seconds(1))
    }

    @Test func `what cannot be known without asking is told`() throws {
        let scenario = try Self.scenario(
            """
            agents:
              list: { kind: memory }
              each: { kind: simulated, map: list }
              tasks: { kind: simulated, needs: [list], when: { list: { contains: tasks } } }
              other: { kind: simulated, fails: no, fallback: { kind: memory } }
            """
        ).changed(by: "list.duration=1s")
        #expect(
            scenario.assumptions.dropFirst() == [
                "each is asked for one item, as nobody knows how many list gives",
                "the condition of tasks is judged by simulated outputs",
                "the fallback of other is left out, as it is not simulated",
            ])
        #expect(try SampleScenario.runs(scenario, 1)[0].agents[3].state == .failed)
    }
}
