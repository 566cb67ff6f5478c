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
        package func percentile(_ percent: Double) -> Duration { self.times.percentile(percent) }

        fileprivate mutating func add(_ report: RunReport) {
            self.times.append(report.wallTime)
            self.calls += report.agents.count
            self.extraCalls += report.agents.reduce(0) { $0 + $1.attempts - 1 }
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
    package var agents = 2
    package var seed: UInt64 = 1
    /// The share of the calls that are slow.
    private static let slowShare = 0.05
    /// By what all durations are divided where they take real time.
    private static let liveScale = 100
    /// The runs at the same time where they take real time.
    private static let liveRuns = 16

    package init() {}

    package func run() throws -> Result {
        Result(plain: try self.series(isHedged: false), hedged: try self.series(isHedged: true))
    }

    /// The same in real time, at a hundredth of the durations, some runs beside each other.
    package func runLive() async throws -> Result {
        Result(plain: try await self.liveSeries(isHedged: false), hedged: try await self.liveSeries(isHedged: true))
    }

    private func liveSeries(isHedged: Bool) async throws -> Series {
        let plan = try self.plan(isHedged: isHedged, dividingBy: Self.liveScale)
        let generator = Lock(SeededRandomNumberGenerator(seed: self.seed))
        let executor = ParallelExecutor(random: { generator.withLock { $0.next() } })
        var history = DurationHistory()
        var series = Series()
        while series.times.count < self.runs {
            let ordered = plan.ordered(by: history)
            let reports = await withTaskGroup(of: RunReport.self) { group in
                for _ in 0..<min(Self.liveRuns, self.runs - series.times.count) {
                    group.addTask { await executor.run(ordered) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for report in reports {
                history.record(report)
                series.add(report)
            }
        }
        series.times.sort()
        return series
    }

    private func series(isHedged: Bool) throws -> Series {
        let plan = try self.plan(isHedged: isHedged, dividingBy: 1)
        return try simulate(on: DrainingExecutor(), seed: self.seed, maximumSteps: .max) { simulation in
            let executor = simulation.parallelExecutor()
            var history = DurationHistory()
            var series = Series()
            for _ in 0..<self.runs {
                let report = await executor.run(plan.ordered(by: history))
                history.record(report)
                series.add(report)
            }
            series.times.sort()
            return series
        }
    }

    private func plan(isHedged: Bool, dividingBy scale: Int) throws -> ExecutionPlan {
        var graph = AgentGraph("heavy tail")
        let latency = Latency.bimodal(
            usually: .logNormal(p50: .seconds(2) / scale, p95: .seconds(3) / scale),
            rarely: .logNormal(p50: .seconds(20) / scale, p95: .seconds(30) / scale), chance: Self.slowShare)
        var options = AgentOptions()
        options.sideEffects = .none
        if isHedged {
            var hedging = HedgingPolicy()
            hedging.minimumDelay /= scale
            options.hedging = hedging
            options.attemptBudget = AttemptBudget()
        }
        for index in 0..<self.agents {
            graph.add("a\(index)", ScriptedAgent("done", after: latency), options: options)
        }
        return try graph.plan()
    }
}
