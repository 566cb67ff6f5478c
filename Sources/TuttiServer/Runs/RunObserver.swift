package import TuttiCore

/// Hears of everything that the runs of the server do.
///
/// Of each run one call comes after the other: it has begun, what it tells, it has ended. Whoever observes holds the
/// readers of the run up, so it must return within microseconds.
package protocol RunObserver: Sendable {
    /// A run has begun.
    func began(_ entry: RunEntry)
    /// Whether it has to hear of events that tell only that a run or an agent has begun or ended, as its report does; without
    /// one who has to, those of runs that take no time are told to nobody.
    var wantsEveryEvent: Bool { get }
    /// A run has told something; its events come in order, a few at once.
    func told(_ events: [RunEvent], of id: RunID)
    /// A run has ended; the entry has its outcome.
    func ended(_ entry: RunEntry)
}

extension RunObserver {
    package var wantsEveryEvent: Bool { true }
    package func began(_ entry: RunEntry) {}
    package func told(_ events: [RunEvent], of id: RunID) {}
    package func ended(_ entry: RunEntry) {}
}
