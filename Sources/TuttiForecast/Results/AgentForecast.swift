internal import TuttiCore

/// What is to be expected of one agent. Shares are of all runs, 0 to 1.
package struct AgentForecast: Hashable, Sendable {
    package var name: String
    package var succeeded: Double
    package var failed: Double
    package var timedOut: Double
    package var cancelled: Double
    package var skipped: Double
    /// The share of the runs in which its fallback stood in; they count as succeeded, too.
    package var fallback: Double
    /// How often it was one of those that determined the end of the run.
    package var criticalShare: Double
    /// From its start to its end in milliseconds, over the runs in which it was asked; nil when it never was.
    package var duration: Distribution?
    /// When it started, in milliseconds.
    package var start: Distribution?
    /// The attempts of a run in which it was asked.
    package var attempts: Distribution?

    init(_ name: String, at index: Int, in runs: [SimulatedRun]) {
        func share(_ isCounted: (SimulatedRun.Agent) -> Bool) -> Double {
            Double(runs.count { isCounted($0.agents[index]) }) / Double(max(runs.count, 1))
        }
        self.name = name
        self.succeeded = share { $0.state == .succeeded }
        self.failed = share { $0.state == .failed }
        self.timedOut = share { $0.state == .timedOut }
        self.cancelled = share { $0.state == .cancelled }
        self.skipped = share { $0.state == .skipped }
        self.fallback = share { $0.isFallback }
        self.criticalShare = share { $0.isOnCriticalPath }
        let asked = runs.lazy.map { $0.agents[index] }.filter { $0.start != nil }
        self.duration = Distribution(asked.map(\.duration.milliseconds))
        self.start = Distribution(asked.compactMap { $0.start?.milliseconds })
        self.attempts = Distribution(asked.map { Double($0.attempts) })
    }
}
