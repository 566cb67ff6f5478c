/// What the runs of one executor came to, all together: a fold over their reports.
public struct ExecutorMetrics: Hashable, Sendable {
    /// One run that is remembered.
    public struct Entry: Hashable, Sendable {
        /// The run.
        public var run: RunID
        /// What came of it.
        public var status: RunStatus
        /// How long it took.
        public var wallTime: Duration
        /// How many times faster than one agent after another, measured.
        public var speedup: Double
        /// The agents that were asked.
        public var agents: Int
    }

    /// The runs.
    public private(set) var executions = 0
    /// The runs in which at least two agents were at work at the same moment.
    public private(set) var parallelExecutions = 0
    /// The agents that were asked.
    public private(set) var agents = 0
    /// The agents that timed out.
    public private(set) var timeouts = 0
    /// The agents that failed.
    public private(set) var errors = 0
    /// The time of all runs.
    public private(set) var totalTime: Duration = .zero
    /// The latest runs, oldest first; bounded by ``ParallelExecutor/Configuration/historyCapacity``.
    public private(set) var history: [Entry] = []

    private var speedups = 0.0
    private let historyCapacity: Int

    init(historyCapacity: Int) { self.historyCapacity = max(0, historyCapacity) }

    /// The mean of the measured speed-ups; 1 when nothing ran.
    public var averageSpeedup: Double { self.executions == 0 ? 1 : self.speedups / Double(self.executions) }

    /// The share of the agents that timed out, 0 to 1.
    public var timeoutRate: Double { self.agents == 0 ? 0 : Double(self.timeouts) / Double(self.agents) }

    /// The share of the agents that failed, 0 to 1.
    public var errorRate: Double { self.agents == 0 ? 0 : Double(self.errors) / Double(self.agents) }

    mutating func record(_ report: RunReport) {
        let asked = report.agents.filter { $0.start != nil }
        self.executions += 1
        self.parallelExecutions += report.maximumConcurrency > 1 ? 1 : 0
        self.agents += asked.count
        self.timeouts += asked.count { $0.state == .timedOut }
        self.errors += asked.count { $0.state == .failed }
        self.totalTime += report.wallTime
        self.speedups += report.speedup
        self.history.append(
            Entry(
                run: report.run, status: report.status, wallTime: report.wallTime, speedup: report.speedup,
                agents: asked.count))
        if self.history.count > self.historyCapacity { self.history.removeFirst() }
    }
}
