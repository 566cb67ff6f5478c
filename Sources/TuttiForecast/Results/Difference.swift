internal import TuttiCore

/// How a scenario differs from the baseline, run by run in the same worlds.
package struct Difference: Hashable, Sendable {
    /// What a run takes longer, in milliseconds.
    package var wall: Distribution
    /// The share of the runs that end sooner.
    package var faster: Double
    /// The share of the runs that end later.
    package var slower: Double

    /// Nil when there are no runs, or not as many of both.
    init?(of runs: [SimulatedRun], from baseline: [SimulatedRun]) {
        let pairs = zip(runs, baseline)
        guard runs.count == baseline.count,
            let wall = Distribution(pairs.map { ($0.wallTime - $1.wallTime).milliseconds })
        else { return nil }
        self.wall = wall
        self.faster = Double(pairs.count { $0.wallTime < $1.wallTime }) / Double(runs.count)
        self.slower = Double(pairs.count { $0.wallTime > $1.wallTime }) / Double(runs.count)
    }
}
