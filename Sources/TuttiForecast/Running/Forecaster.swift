internal import TuttiCore
internal import TuttiWorkflows

/// Makes a forecast: the baseline and each what-if, in the same worlds.
package struct Forecaster: Sendable {
    private let baseline: Scenario
    private let whatIfs: [Scenario]
    private let runs: Int
    private let seed: UInt64

    /// The runs of all scenarios together.
    package var totalRuns: Int { self.runs * (1 + self.whatIfs.count) }

    /// The most what-ifs of one forecast.
    package static let maximumWhatIfs = 100

    /// Prepares a forecast.
    ///
    /// - Throws: ``ForecastError`` when nobody knows how long some agent takes, and when there are too many runs.
    package init(_ baseline: Scenario, whatIfs: [Scenario], runs: Int, seed: UInt64) throws(ForecastError) {
        guard 1...Simulator.maximumRuns ~= runs else {
            throw ForecastError(description: "the runs must be from 1 to \(Simulator.maximumRuns), not \(runs)")
        }
        let agents = max(baseline.workflow.agents.count, 1)
        guard runs <= Simulator.maximumAgents / agents else {
            throw ForecastError(
                description: "\(runs) runs of \(agents) agents are too many: at most "
                    + "\(Simulator.maximumAgents / agents) runs fit")
        }
        guard whatIfs.count <= Self.maximumWhatIfs else {
            throw ForecastError(
                description: "\(whatIfs.count) what-ifs are too many: at most \(Self.maximumWhatIfs) are compared")
        }
        let unknown = baseline.agentsWithoutDuration
        if let first = unknown.first {
            let names = unknown.prefix(8).map { "\(quoted($0.name)) (\($0.kind.name))" }.joined(separator: ", ")
            let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
            throw ForecastError(
                description:
                    "nobody knows how long \(names)\(more) take\(unknown.count == 1 ? "s" : ""). Measure: tutti run "
                    + "FILE --json >> runs.json, then add --durations runs.json. Or state the median and the 95th "
                    + "percentile: --set \"\(first.name).duration=2s..6s\"")
        }
        self.baseline = baseline
        self.whatIfs = whatIfs
        self.runs = runs
        self.seed = seed
    }

    /// Computes the forecast; the result does not depend on the number of threads.
    ///
    /// - Parameters:
    ///   - threads: How many runs are computed at the same time.
    ///   - progress: Told how many more runs are done, from any thread.
    /// - Throws: What ``Simulator`` throws.
    package func forecast(
        threads: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Forecast {
        func runs(of scenario: Scenario) async throws -> [SimulatedRun] {
            try await Simulator(scenario, seed: self.seed).runs(self.runs, threads: threads, progress: progress)
        }
        let base = try await runs(of: self.baseline)
        var whatIfs: [ScenarioForecast] = []
        for scenario in self.whatIfs {
            let changed = try await runs(of: scenario)
            whatIfs.append(Self.result(scenario, changed, baseline: base))
        }
        return Forecast(
            workflow: self.baseline.workflow.name, runs: self.runs, seed: self.seed,
            assumptions: self.baseline.assumptions + self.baseline.workflow.warnings,
            baseline: Self.result(self.baseline, base), whatIfs: whatIfs)
    }

    private static func result(
        _ scenario: Scenario, _ runs: [SimulatedRun], baseline: [SimulatedRun]? = nil
    ) -> ScenarioForecast {
        guard let forecast = ScenarioForecast(scenario, runs, baseline: baseline) else {
            preconditionFailure("'\(scenario.name)' was forecast from no run")
        }
        return forecast
    }
}
