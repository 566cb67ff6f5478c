internal import TuttiCore
internal import TuttiWorkflows

/// What is to be expected of one scenario.
package struct ScenarioForecast: Hashable, Sendable {
    package var name: String
    /// The time that the run is given; nil sets none.
    package var deadline: Duration?
    /// How long runs take, in milliseconds.
    package var wall: Distribution
    /// The share of the runs with this status; they add up to 1.
    package var complete: Double
    package var partial: Double
    package var failed: Double
    package var nothing: Double
    /// The share of the runs that are complete when the deadline comes; nil without a deadline.
    package var completeByDeadline: Double?
    /// What a run costs, in US dollars.
    package var cost: Distribution
    package var inputTokens: Distribution
    package var outputTokens: Distribution
    /// In the order of the workflow.
    package var agents: [AgentForecast]
    /// How it differs from the baseline; nil for the baseline itself.
    package var difference: Difference?

    /// Counts runs; nil when there are none.
    package init?(_ scenario: Scenario, _ runs: [SimulatedRun], baseline: [SimulatedRun]? = nil) {
        guard let wall = Distribution(runs.map(\.wallTime.milliseconds)),
            let cost = Distribution(runs.map(\.usage.costUSD)),
            let inputTokens = Distribution(runs.map { Double($0.usage.inputTokens) }),
            let outputTokens = Distribution(runs.map { Double($0.usage.outputTokens) })
        else { return nil }
        func share(_ isCounted: (SimulatedRun) -> Bool) -> Double {
            Double(runs.count(where: isCounted)) / Double(runs.count)
        }
        self.name = scenario.name
        self.deadline = scenario.workflow.deadline
        self.wall = wall
        self.complete = share { $0.status == .complete }
        self.partial = share { $0.status == .partial }
        self.failed = share { $0.status == .failed }
        self.nothing = share { $0.status == .nothing }
        self.completeByDeadline = scenario.workflow.deadline.map { deadline in
            share { $0.status == .complete && $0.wallTime <= deadline }
        }
        self.cost = cost
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.agents = scenario.workflow.agents.enumerated().map { AgentForecast($1.name, at: $0, in: runs) }
        self.difference = baseline.flatMap { Difference(of: runs, from: $0) }
    }
}
