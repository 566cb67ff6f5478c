package import TuttiCore

/// All that was seen of one run, from outside and by its agents.
package struct Evidence: Sendable {
    /// The world as it came to be: a run inside an agent has the agent's deadline, and is cancelled with it.
    package var world: World
    package var run: RunID
    /// What the listener got; nil when there was none.
    package var events: [RunEvent]?
    package var report: RunReport?
    package var witness: Witness.Log
    package var isInner = false
    /// The plan that was run; nil for evidence that was made by hand.
    package var plan: ExecutionPlan?
    /// When the run began, on the clock of its scenario.
    package var begin: Instant = 0

    package init(
        world: World, plan: ExecutionPlan? = nil, begin: Instant = 0, run: RunID, events: [RunEvent]?,
        report: RunReport?, witness: Witness.Log
    ) {
        self.world = world
        self.plan = plan
        self.begin = begin
        self.run = run
        self.events = events
        self.report = report
        self.witness = witness
    }

    /// Whether the listener was there for every event.
    package var isWhole: Bool {
        guard let events, let report, events.count == report.eventCount else { return false }
        return !events.contains { if case .gap = $0.kind { true } else { false } }
    }
}
