/// What a finished run left: everything that its report is made of.
final class RunOutcome: Sendable {
    let plan: ExecutionPlan
    let results: ResultTable
    let nodes: Column<NodeState>
    let notes: RunNotes
    let limits: RunLimits
    let tally: RunTally
    let startedAt: Nanoseconds
    let timeGiven: Nanoseconds?
    let status: RunStatus

    init(_ machine: RunStateMachine, _ results: ResultTable) {
        self.plan = machine.plan
        self.results = results
        self.nodes = machine.nodes
        self.notes = machine.notes
        self.limits = machine.limits
        self.tally = machine.tally
        self.startedAt = machine.startedAt
        self.timeGiven = machine.timeGiven
        self.status = machine.status
    }

    var wallTime: Nanoseconds { self.tally.finishedAt - self.startedAt }

    /// The result of an agent, its own or its fallback; nil when it has none.
    func result(of node: Int) -> (any Sendable)? {
        guard self.nodes[node].usesFallback else { return self.results[node] }
        return self.plan.table.declarations[node].options.fallback
    }

    /// The report of every agent.
    var agents: [AgentReport] { self.nodes.indices.map(self.agent) }

    private func agent(_ index: Int) -> AgentReport {
        let node = self.nodes[index]
        var report = AgentReport(name: self.plan.table.declarations[index].name)
        report.state = node.end ?? .cancelled
        report.start = node.startedAt == .never ? nil : (node.startedAt - self.startedAt).duration
        report.end = (node.endedAt - self.startedAt).duration
        report.attempts = Int(node.attempt)
        report.abandoned = self.notes.abandoned[index] ?? 0
        report.error = self.notes.errors[index]
        if report.error == nil, node.phase == .timedOut {
            let timeout = self.plan.table.agents[index].timeout
            report.error = self.limits.timeoutText(timeout, isDeadlineShared: node.isDeadlineShared)
        }
        report.isFallback = node.usesFallback || (node.special.asksSubstitute && node.phase == .succeeded)
        report.output =
            node.usesFallback
            ? self.plan.table.declarations[index].fallbackText : self.results[index].map(outputText)
        report.skipReason = self.notes.skipReasons[index]
        report.usage = self.notes.usages[index] ?? Usage()
        report.missingInputs = self.notes.missingInputs[index] ?? []
        return report
    }
}
