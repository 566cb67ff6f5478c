internal import TuttiCore
internal import TuttiTesting

/// Compares runs with hedging and without where one of twenty calls takes ten times as long as the others.
///
/// A run asks some agents at the same time. Both series meet the same worlds: the first attempts draw the same
/// durations. The delay is learned from the runs before, the first of which hedge nothing; all of them are counted.
package struct HedgingExperiment: Sendable {
    /// What one series came to.
    package struct Series: Sendable {
        /// The times of the runs, the shortest first.
        package var times: [Duration] = []
        package var calls = 0
        /// The attempts beyond the first of each call.
        package var extraCalls = 0

        /// The least time that so many of 100 runs do not exceed.
        package func percentile(_ percent: Double) -> Duration {
            guard !self.times.isEmpty else { return .zero }
            let rank = Int((percent / 100 * Double(self.times.count)).rounded(.up))
            return self.times[min(max(rank, 1), self.times.count) - 1]
        }

        package var mean: Duration { self.times.reduce(.zero, +) / max(self.times.count, 1) }

        /// The share of the calls that were made a second time.
        package var extraShare: Double { Double(self.extraCalls) / Double(max(self.calls, 1)) }
    }

    package struct Result: Sendable {
        package var plain = Series()
        package var hedged = Series()

        /// By which share hedging has cut the 99th percentile of the runs.
        package var cut: Double { 1 - self.hedged.percentile(99) / self.plain.percentile(99) }
    }

    package var runs = 5_000
    /// The agents of a run.
    package var agents = 1
    package var seed: UInt64 = 1
    /// The share of the calls that are slow.
    private static let slowShare = 0.05
    private static let usual = Latency.logNormal(p50: .seconds(2), p95: .seconds(3))
    private static let slow = Latency.logNormal(p50: .seconds(20), p95: .seconds(30))

    package init() {}

    package func run() throws -> Result {
        Result(plain: try self.series(isHedged: false), hedged: try self.series(isHedged: true))
    }

    private func series(isHedged: Bool) throws -> Series {
        let plan = try self.plan(isHedged: isHedged)
        return try simulate(on: DrainingExecutor(), seed: self.seed, maximumSteps: .max) { simulation in
            let executor = simulation.parallelExecutor()
            var history = DurationHistory()
            var series = Series()
            for _ in 0..<self.runs {
                let report = await executor.run(plan.ordered(by: history))
                history.record(report)
                series.times.append(report.wallTime)
                series.calls += report.agents.count
                series.extraCalls += report.agents.reduce(0) { $0 + $1.attempts - 1 }
            }
            series.times.sort()
            return series
        }
    }

    private func plan(isHedged: Bool) throws -> ExecutionPlan {
        var graph = AgentGraph("heavy tail")
        let latency = Latency.bimodal(usually: Self.usual, rarely: Self.slow, chance: Self.slowShare)
        var options = AgentOptions()
        options.sideEffects = .none
        if isHedged {
            options.hedging = HedgingPolicy()
            options.attemptBudget = AttemptBudget()
        }
        for index in 0..<self.agents {
            graph.add("a\(index)", ScriptedAgent("done", after: latency), options: options)
        }
        return try graph.plan()
    }
}
