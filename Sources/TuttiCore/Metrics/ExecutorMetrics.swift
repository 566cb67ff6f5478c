/// What the runs of one executor came to, all together.
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
    /// The attempts that were given up and still run, of all runs that share the executor's pool.
    public internal(set) var abandoned = 0

    /// The latest runs, oldest first; bounded by ``ParallelExecutor/Configuration/historyCapacity``.
    public var history: [Entry] { Array(self.latest[self.oldest...] + self.latest[..<self.oldest]) }

    /// The latest runs as a ring.
    private var latest: [Entry] = []
    private var oldest = 0
    private var speedups = 0.0
    private let historyCapacity: Int

    init(historyCapacity: Int) { self.historyCapacity = max(0, historyCapacity) }

    /// The mean of the measured speed-ups; 1 when nothing ran.
    public var averageSpeedup: Double { self.executions == 0 ? 1 : self.speedups / Double(self.executions) }

    /// The share of the agents that timed out, 0 to 1.
    public var timeoutRate: Double { self.agents == 0 ? 0 : Double(self.timeouts) / Double(self.agents) }

    /// The share of the agents that failed, 0 to 1.
    public var errorRate: Double { self.agents == 0 ? 0 : Double(self.errors) / Double(self.agents) }

    mutating func record(_ run: RunID, _ outcome: RunOutcome) {
        let (tally, wallTime) = (outcome.tally, outcome.wallTime)
        let speedup = tally.busyTime > 0 && wallTime > 0 ? Double(tally.busyTime) / Double(wallTime) : 1
        self.executions += 1
        self.parallelExecutions += tally.maximumConcurrency > 1 ? 1 : 0
        self.agents += tally.asked
        self.timeouts += tally.timedOut
        self.errors += tally.failed
        self.totalTime += wallTime.duration
        self.speedups += speedup
        self.remember(
            Entry(run: run, status: outcome.status, wallTime: wallTime.duration, speedup: speedup, agents: tally.asked))
    }

    private mutating func remember(_ entry: Entry) {
        guard self.latest.count == self.historyCapacity else { return self.latest.append(entry) }
        guard self.historyCapacity > 0 else { return }
        self.latest[self.oldest] = entry
        self.oldest = (self.oldest + 1) % self.historyCapacity
    }
}
