internal import TuttiCore

/// What came of the runs of one ensemble.
struct EnsembleMetrics: Sendable {
    /// The order of the rows of ``runs``.
    static let statuses = RunStatus.allCases

    var running = 0
    var missedEvents: UInt64 = 0
    private(set) var runs = DurationHistograms(rows: Self.statuses.count)
    private(set) var firstTexts = DurationHistograms(rows: 1)
    var agents: AgentMetrics

    init(maximumAgents: Int) { self.agents = AgentMetrics(maximum: maximumAgents) }

    mutating func ended(_ run: RunReport, _ status: RunStatus, firstText: Duration?) {
        if let row = Self.statuses.firstIndex(of: status) {
            self.runs.count(run.wallTime.nanosecondsRoundedDown, in: row)
        }
        if let firstText { self.firstTexts.count(firstText.nanosecondsRoundedDown, in: 0) }
        self.agents.ended(run.agents)
    }
}
