/// How long agents took in earlier runs and how they ended, by name: what is expected of them in the next.
///
/// A value: record reports as they come, then put a plan in order with ``ExecutionPlan/ordered(by:)``. Percentiles
/// are within 1 % of what was measured; old runs fade, so that an agent which has become faster or slower is soon known
/// as such.
///
/// An agent that was cut is known to take longer than it was let, and counts as that (see ``percentile(_:of:)``): a
/// timeout that is learned from a history does not shrink because it cuts.
public struct DurationHistory: Hashable, Sendable {
    /// The results after which a percentile comes before what is declared.
    private static let enoughSamples = 20

    /// By how much a hedging delay may exceed what it is two standard errors below.
    private static let mostDoubt = 1.5

    /// By the name of the agent.
    package private(set) var agents: [String: AgentHistory] = [:]

    /// Creates an empty history.
    public init() {}

    /// Takes what was kept.
    package init(_ agents: [String: AgentHistory]) { self.agents = agents }

    /// Learns from the agents of a run.
    ///
    /// A result of an agent's own says how long it takes; that it timed out, or was cancelled, says that it takes
    /// longer. A failure says neither.
    public mutating func record(_ report: RunReport) {
        for (index, agent) in report.agents.enumerated() {
            guard agent.start != nil else { continue }
            self.recordFirstAttempt(of: agent, index, in: report)
            switch agent.state {
            case .succeeded where !agent.isFallback:
                self.agents[agent.name, default: .init()].succeeded(after: agent.duration)
            case .succeeded where !report.details.hasRunOutOfTime(index), .failed:
                self.agents[agent.name, default: .init()].failed()
            case .succeeded, .timedOut: self.agents[agent.name, default: .init()].timedOut(after: agent.duration)
            case .cancelled: self.agents[agent.name, default: .init()].cut(after: agent.duration)
            case .skipped: break
            }
        }
    }

    /// Learns how long the first attempt of an agent takes that may be hedged: of one that was, it is only known that it
    /// takes longer than the second one let it.
    private mutating func recordFirstAttempt(of agent: AgentReport, _ index: Int, in report: RunReport) {
        let options = report.plan.table.declarations[index].options
        guard options.hedging != nil, options.sideEffects == .none else { return }
        let wasHedged = report.details.wasHedged(index)
        switch agent.state {
        case .succeeded where !agent.isFallback && (agent.attempts == 1 || wasHedged):
            self.agents[agent.name, default: .init()].firstAttempt(took: agent.duration, isCut: wasHedged)
        case .timedOut where agent.attempts == 1 || wasHedged, .cancelled where agent.attempts == 1 || wasHedged:
            self.agents[agent.name, default: .init()].firstAttempt(took: agent.duration, isCut: true)
        default: break
        }
    }

    /// Learns everything that another history knows.
    public mutating func merge(_ other: DurationHistory) {
        self.agents.merge(other.agents) { mine, theirs in
            var both = mine
            both.merge(theirs)
            return both
        }
    }

    /// Forgets what is known of an agent.
    public mutating func forget(_ agent: String) { self.agents[agent] = nil }

    /// The mean time of an agent, the latest runs counting most; nil for one that never succeeded.
    ///
    /// What the rest of a path is expected to take is a sum, and the mean of a sum is the sum of the means. An attempt
    /// that was cut counts as the mean of those that took longer, or as long as it was let when there are none.
    public func expectedDuration(of agent: String) -> Duration? { self.agents[agent]?.expectedDuration }

    /// The time within which `percent` of 100 attempts of an agent give their result; nil for one that never did.
    ///
    /// Where more than the rest were cut, the longest time that any took is the answer: the percentile is that at least.
    ///
    /// - Parameters:
    ///   - percent: From 0 to 100.
    ///   - agent: The name.
    public func percentile(_ percent: Double, of agent: String) -> Duration? {
        guard let agent = self.agents[agent], agent.outcomes.succeeded > 0 else { return nil }
        return agent.durations.percentile(percent)?.duration
    }

    /// How often an agent came to which end.
    public func outcomes(of agent: String) -> AgentOutcomes { self.agents[agent]?.outcomes ?? .init() }

    /// The time that is enough as a rule, the 95th percentile; while few attempts are known no less than is declared.
    package func usualDuration(of agent: String, declared: Duration?) -> Duration? {
        guard let percentile = self.percentile(95, of: agent) else { return declared }
        let isKnown = self.outcomes(of: agent).succeeded >= Self.enoughSamples
        return isKnown ? percentile : max(percentile, declared ?? .zero)
    }

    /// The timeout that a policy learns; its maximum while too little is known.
    func timeout(of agent: String, _ policy: LearnedTimeout) -> Duration {
        guard let durations = self.agents[agent]?.durations, durations.count >= Double(policy.minimumSamples),
            let percentile = durations.percentile(99), !percentile.isLowerBound
        else { return policy.maximum }
        return min(max(percentile.duration * max(policy.factor, 1), policy.minimum), policy.maximum)
    }

    /// When a policy adds an attempt, counted from the start of the one before; nil while too little is known.
    package func hedgeDelay(of agent: String, _ policy: HedgingPolicy) -> Duration? {
        switch policy.delay {
        case .fixed(let delay): return delay
        case .percentile95:
            guard let agent = self.agents[agent] else { return nil }
            let isHedged = agent.firstAttempts.count >= Double(policy.minimumSamples)
            let durations = isHedged ? agent.firstAttempts : agent.durations
            guard durations.count >= Double(policy.minimumSamples) else { return nil }
            // Where one of twenty calls is far slower than the rest, the percentile lies at one end of the gap or at the
            // other, as chance will have it, and the far end would hedge nothing. So it is never taken to be much more
            // than two standard errors below.
            let error = 100 * (0.95 * 0.05 / durations.count).squareRoot()
            guard let percentile = durations.percentile(95), let early = durations.percentile(95 - 2 * error)
            else { return nil }
            return max(min(percentile.duration, early.duration * Self.mostDoubt), policy.minimumDelay)
        }
    }
}
