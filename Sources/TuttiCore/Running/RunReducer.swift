/// Folds the events of a run into its report: the one place that knows what an event means for the report.
package struct RunReducer {
    package private(set) var report: RunReport
    private let plan: ExecutionPlan
    private let indices: [String: Int]
    /// The agents that have an attempt at work; one that backs off has none.
    private var working: Set<String> = []

    package init(plan: ExecutionPlan, run: RunID) {
        self.plan = plan
        self.report = RunReport(
            run: run, name: plan.name, agents: plan.nodes.map { AgentReport(name: $0.name) },
            outputGroups: Self.outputGroups(of: plan))
        self.indices = Dictionary(
            zip(plan.agentNames, plan.nodes.indices), uniquingKeysWith: { first, _ in first })
    }

    /// Final agents that feed no other final one, all final agents, the agents that nobody depends on.
    private static func outputGroups(of plan: ExecutionPlan) -> [[Int]] {
        let finals = plan.nodes.indices.filter { plan.nodes[$0].options.isFinal }
        let last = finals.filter { index in
            !plan.nodes[index].dependents.contains { plan.nodes[$0.node].options.isFinal }
        }
        return [last, finals, plan.nodes.indices.filter { plan.nodes[$0].dependents.isEmpty }]
    }

    package mutating func apply(_ event: RunEvent) {
        if case .gap = event.kind { return }
        self.report.eventCount += 1
        let time = event.time
        switch event.kind {
        case .runStarted(_, _, let deadline): self.report.deadline = deadline
        case .agentStarted(let agent, _, let missing):
            self.change(agent) {
                $0.start = time
                $0.missingInputs = missing
            }
        case .attemptStarted(let agent, let attempt):
            self.working.insert(agent)
            self.report.maximumConcurrency = max(self.report.maximumConcurrency, self.working.count)
            self.change(agent) { $0.attempts = attempt }
        case .attemptFailed(let agent, _, let error, _):
            self.working.remove(agent)
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
        case .agentCancelled(let agent): self.end(agent, .cancelled, at: time) { _ in }
        case .agentSkipped(let agent, let reason):
            self.end(agent, .skipped, at: time) { $0.skipReason = reason }
        case .usageRecorded(let agent, _, let usage): self.change(agent) { $0.usage += usage }
        case .warning(let message): self.warn(message)
        case .runFinished(let status): self.finish(status, at: time)
        case .agentPartial, .lateResult, .limitWaited, .answerDelta, .gap: break
        }
    }

    /// The most warnings that a report keeps.
    private static let maximumWarnings = 256

    private mutating func warn(_ message: String) {
        let count = self.report.warnings.count
        if count < Self.maximumWarnings { self.report.warnings.append(message) }
        if count == Self.maximumWarnings { self.report.warnings.append("further warnings were left out") }
    }

    private mutating func change(_ agent: String, _ body: (inout AgentReport) -> Void) {
        guard let index = self.indices[agent] else { return }
        body(&self.report.agents[index])
    }

    private mutating func end(
        _ agent: String, _ state: AgentState, at time: Duration, _ body: (inout AgentReport) -> Void
    ) {
        guard let index = self.indices[agent] else { return }
        self.working.remove(agent)
        self.report.agents[index].state = state
        self.report.agents[index].end = time
        body(&self.report.agents[index])
    }

    private mutating func finish(_ status: RunStatus, at time: Duration) {
        self.report.status = status
        self.report.wallTime = time
        // Nodes are not in topological order, so lengths are filled in by following inputs, once each.
        var lengths = [Duration?](repeating: nil, count: self.plan.nodes.count)
        for index in self.plan.nodes.indices { self.measure(index, &lengths) }
        self.report.criticalPath = lengths.compactMap(\.self).max() ?? .zero
    }

    /// Fills in the measured time of the slowest chain that ends with each node below `start`.
    private func measure(_ start: Int, _ lengths: inout [Duration?]) {
        var open = [start]
        while let index = open.last {
            let inputs = self.plan.nodes[index].inputs.map(\.node)
            let unknown = inputs.filter { lengths[$0] == nil }
            guard unknown.isEmpty else {
                open += unknown
                continue
            }
            open.removeLast()
            let before = inputs.compactMap { lengths[$0] }.max() ?? .zero
            lengths[index] = before + self.report.agents[index].duration
        }
    }
}
