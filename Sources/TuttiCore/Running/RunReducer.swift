/// Folds the events of a run into its report: the one place that knows what an event means for the report.
package struct RunReducer {
    private var agents: [AgentReport]
    private var whole: RunReport
    private let indices: [String: Int]
    /// The attempts at work of each agent that has any; one that backs off has none.
    private var working: [String: Int] = [:]

    package init(plan: ExecutionPlan, run: RunID) {
        self.agents = plan.agentNames.map { AgentReport(name: $0) }
        self.whole = RunReport(run: run, name: plan.name, plan: plan, details: RunDetails([]))
        self.indices = Dictionary(
            zip(plan.agentNames, plan.agentNames.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The report so far.
    package var report: RunReport {
        RunReport(
            run: self.whole.run, name: self.whole.name, status: self.whole.status, deadline: self.whole.deadline,
            wallTime: self.whole.wallTime, maximumConcurrency: self.whole.maximumConcurrency,
            warnings: self.whole.warnings, eventCount: self.whole.eventCount, plan: self.whole.plan,
            details: RunDetails(self.agents))
    }

    package mutating func apply(_ event: RunEvent) {
        if case .gap = event.kind { return }
        self.whole.eventCount += 1
        let time = event.time
        switch event.kind {
        case .runStarted(_, _, let deadline): self.whole.deadline = deadline
        case .agentStarted(let agent, _, let missing):
            self.change(agent) {
                $0.start = time
                $0.missingInputs = missing
            }
        case .attemptStarted(let agent, let attempt), .hedgeStarted(let agent, let attempt):
            self.begin(agent, attempt)
        case .attemptFailed(let agent, _, let error, let retryIn):
            // What is followed by another attempt was the last one at work.
            self.working[agent] = retryIn == nil ? self.working[agent].map { $0 - 1 } : nil
            self.change(agent) { $0.error = error }
        case .attemptAbandoned(let agent, _): self.change(agent) { $0.abandoned += 1 }
        case .agentSucceeded(let agent, _, let output, let fallbackReason):
            self.end(agent, .succeeded, at: time) {
                $0.output = output
                $0.isFallback = fallbackReason != nil
                $0.error = fallbackReason
            }
        case .agentFailed(let agent, _, let error): self.end(agent, .failed, at: time) { $0.error = error }
        case .agentTimedOut(let agent, _, let error, _): self.end(agent, .timedOut, at: time) { $0.error = error }
        case .agentCancelled(let agent, let reason):
            self.end(agent, .cancelled, at: time) { $0.skipReason = reason }
        case .agentSkipped(let agent, let reason):
            self.end(agent, .skipped, at: time) { $0.skipReason = reason }
        case .usageRecorded(let agent, _, let usage): self.change(agent) { $0.usage += usage }
        case .warning(let message): RunNotes.append(message, to: &self.whole.warnings)
        case .runFinished(let status):
            self.whole.status = status
            self.whole.wallTime = time
        case .agentChosen, .agentPartial, .lateResult, .limitWaited, .partEnded, .cacheAnswered, .answerDelta, .gap:
            break
        }
    }

    private mutating func begin(_ agent: String, _ attempt: Int) {
        self.working[agent, default: 0] += 1
        self.whole.maximumConcurrency = max(self.whole.maximumConcurrency, self.working.values.reduce(0, +))
        self.change(agent) { $0.attempts = attempt }
    }

    private mutating func change(_ agent: String, _ body: (inout AgentReport) -> Void) {
        guard let index = self.indices[agent] else { return }
        body(&self.agents[index])
    }

    private mutating func end(
        _ agent: String, _ state: AgentState, at time: Duration, _ body: (inout AgentReport) -> Void
    ) {
        guard let index = self.indices[agent] else { return }
        self.working[agent] = nil
        self.agents[index].state = state
        self.agents[index].end = time
        body(&self.agents[index])
    }
}
