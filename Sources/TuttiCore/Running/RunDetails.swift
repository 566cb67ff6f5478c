/// What a report says of each agent, made when it is first asked for.
final class RunDetails: Sendable {
    private let outcome: RunOutcome?
    private let made: Lock<[AgentReport]?>

    /// The details of a run that was run here.
    init(_ outcome: RunOutcome) {
        self.outcome = outcome
        self.made = Lock(nil)
    }

    /// Details that were put together from events: they have texts and no values.
    init(_ agents: [AgentReport]) {
        self.outcome = nil
        self.made = Lock(agents)
    }

    var agents: [AgentReport] {
        if let agents = self.made.withLock({ $0 }) { return agents }
        // Not under the lock: making the texts may run code of the user's. Two readers may do it twice, to the same end.
        let agents = self.outcome?.agents ?? []
        self.made.withLock { $0 = agents }
        return agents
    }

    /// Whether an agent that was asked ended because its time was over, whatever stands in for its result.
    func hasRunOutOfTime(_ node: Int) -> Bool {
        guard let outcome else { return false }
        return outcome.nodes[node].endedAt >= outcome.nodes[node].deadline
    }

    /// Whether a slow attempt of an agent was joined by another.
    func wasHedged(_ node: Int) -> Bool { self.outcome.map { $0.nodes[node].special.hedges > 0 } ?? false }

    /// The result of an agent, or why it is missing.
    func value(of node: Int) -> Wanted<any Sendable> {
        guard let outcome else { return .missing(.notYet) }
        if let value = outcome.result(of: node) { return .available(value) }
        return .missing(outcome.nodes[node].missingReason ?? .notYet)
    }
}
