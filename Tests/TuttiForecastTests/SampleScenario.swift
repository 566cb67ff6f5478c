import TuttiCore
import TuttiForecast
import TuttiWorkflows

/// Scenarios of small workflows.
enum SampleScenario {
    /// Two that vary, one that needs both, and a deadline that is sometimes too short.
    static let text = """
        name: small
        deadline: 2s
        reserve: 700ms
        agents:
          quick: { kind: simulated, duration: { p50: 300ms, p95: 600ms } }
          slow: { kind: simulated, duration: { p50: 600ms, p95: 1s }, usage: { input: 100, output: 10 }, cost: 0.01 }
          answer: { kind: simulated, needs: [quick], wants: [slow], final: true, duration: { p50: 400ms, p95: 700ms } }
        """

    static func make(_ text: String = Self.text) throws -> Scenario {
        Scenario(try Workflow(parsing: text, file: "w.yaml"))
    }

    static func runs(_ scenario: Scenario, _ count: Int, seed: UInt64 = 1) throws -> [SimulatedRun] {
        let simulator = try Simulator(scenario, seed: seed)
        return try (0..<count).map { try simulator.run($0) }
    }

    static func forecast(_ whatIfs: String..., runs: Int = 400, threads: Int = 2, seed: UInt64 = 1) async throws
        -> Forecast
    {
        let baseline = try Self.make()
        let scenarios = try whatIfs.map { try baseline.changed(by: $0) }
        return try await Forecaster(baseline, whatIfs: scenarios, runs: runs, seed: seed).forecast(threads: threads)
    }
}
