internal import TuttiCore

/// What came of the agents of one ensemble.
struct AgentMetrics: Sendable {
    private static let width = AgentColumn.allCases.count
    /// The states of an agent that was asked.
    static let timed: [AgentState] = [.succeeded, .failed, .timedOut, .cancelled]

    private(set) var names: LabelTable
    private var counts: [UInt64] = []
    private(set) var durations = DurationHistograms()
    /// The agents of the latest run and their rows: those of the next one are the same as a rule.
    private var latest: [(name: String, row: Int)] = []

    init(maximum: Int) { self.names = LabelTable(maximum: maximum) }

    func count(_ row: Int, _ column: AgentColumn) -> UInt64 { self.counts[row * Self.width + column.rawValue] }

    /// An agent that was asked, or was not, has ended.
    mutating func ended(_ agents: [AgentReport]) {
        for place in agents.indices {
            let row = self.row(of: agents[place].name, at: place)
            self.ended(agents[place], row)
        }
    }

    private mutating func ended(_ agent: AgentReport, _ row: Int) {
        self.add(1, row, AgentColumn(agent.state))
        if let reason = agent.skipReason { self.add(1, row, AgentColumn(reason)) }
        guard agent.start != nil else { return }
        if let state = Self.timed.firstIndex(of: agent.state) {
            self.durations.count(agent.duration.nanosecondsRoundedDown, in: row * Self.timed.count + state)
        }
        self.add(agent.attempts, row, .attempts)
        self.add(agent.abandoned, row, .abandoned)
        self.add(agent.isFallback ? 1 : 0, row, .fallbacks)
        self.add(agent.usage.inputTokens, row, .inputTokens)
        self.add(agent.usage.outputTokens, row, .outputTokens)
        let cost = agent.usage.costUSD * 1e9
        if cost >= 0.5, cost < 1e18 { self.add(Int(cost.rounded()), row, .cost) }
    }

    /// An agent has told something that no report tells.
    mutating func told(_ kind: RunEvent.Kind) {
        switch kind {
        case .attemptFailed(let agent, _, _, .some): self.count(.retries, of: agent)
        case .hedgeStarted(let agent, _): self.count(.hedges, of: agent)
        case .lateResult(let agent, _): self.count(.lateResults, of: agent)
        case .limitWaited(let agent, let waited):
            self.count(.limitWaits, of: agent)
            self.count(.limitWaitTime, of: agent, Int(waited.nanosecondsRoundedDown))
        case .cacheAnswered(let agent, _, _, let isStale):
            self.count(isStale ? .staleAnswers : .freshAnswers, of: agent)
        default: break  // the report tells it, or nobody counts it
        }
    }

    private mutating func count(_ column: AgentColumn, of agent: String, _ amount: Int = 1) {
        self.add(amount, self.row(of: agent), column)
    }

    private mutating func add(_ amount: Int, _ row: Int, _ column: AgentColumn) {
        if amount > 0 { self.counts[row * Self.width + column.rawValue] &+= UInt64(amount) }
    }

    private mutating func row(of name: String, at place: Int) -> Int {
        if place < self.latest.count, self.latest[place].name == name { return self.latest[place].row }
        let row = self.row(of: name)
        if place < self.latest.count {
            self.latest[place] = (name, row)
        } else if place == self.latest.count {
            self.latest.append((name, row))
        }
        return row
    }

    private mutating func row(of name: String) -> Int {
        let row = self.names.row(of: name)
        while self.counts.count <= row * Self.width {
            self.counts.append(contentsOf: repeatElement(0, count: Self.width))
            self.durations.addRows(Self.timed.count)
        }
        return row
    }
}
