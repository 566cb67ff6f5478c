internal import TuttiCore

/// What is counted of an agent.
enum AgentColumn: Int, CaseIterable, Sendable {
    case succeeded, failed, timedOut, cancelled, skipped
    case lackingAncestor, lackingQuorum, conditionNotMet, notNeeded, notChosen, lackingTime
    case attempts, retries, hedges, abandoned, lateResults, fallbacks
    case limitWaits
    /// In nanoseconds.
    case limitWaitTime
    case freshAnswers, staleAnswers
    case inputTokens, outputTokens
    /// In nanodollars.
    case cost

    init(_ state: AgentState) {
        switch state {
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .timedOut: self = .timedOut
        case .cancelled: self = .cancelled
        case .skipped: self = .skipped
        }
    }

    init(_ reason: SkipReason) {
        switch reason {
        case .ancestor: self = .lackingAncestor
        case .quorum: self = .lackingQuorum
        case .condition: self = .conditionNotMet
        case .notNeeded: self = .notNeeded
        case .notChosen: self = .notChosen
        case .time: self = .lackingTime
        }
    }

    /// A family, the value of its last label where it has one more than the agent, and what a count of one is worth.
    typealias Series = (family: MetricFamily, label: String?, scale: Double)

    /// Where the column is shown.
    var series: Series {
        switch self {
        case .succeeded: (.agentOutcomes, "succeeded", 1)
        case .failed: (.agentOutcomes, "failed", 1)
        case .timedOut: (.agentOutcomes, "timedOut", 1)
        case .cancelled: (.agentOutcomes, "cancelled", 1)
        case .skipped: (.agentOutcomes, "skipped", 1)
        case .lackingAncestor: (.agentSkips, "ancestor", 1)
        case .lackingQuorum: (.agentSkips, "quorum", 1)
        case .conditionNotMet: (.agentSkips, "condition", 1)
        case .notNeeded: (.agentSkips, "notNeeded", 1)
        case .notChosen: (.agentSkips, "notChosen", 1)
        case .lackingTime: (.agentSkips, "time", 1)
        case .attempts: (.attempts, nil, 1)
        case .retries: (.retries, nil, 1)
        case .hedges: (.hedges, nil, 1)
        case .abandoned: (.abandoned, nil, 1)
        case .lateResults: (.lateResults, nil, 1)
        case .fallbacks: (.fallbacks, nil, 1)
        case .limitWaits: (.limitWaits, nil, 1)
        case .limitWaitTime: (.limitWaitTime, nil, 1e-9)
        case .freshAnswers: (.cacheAnswers, "fresh", 1)
        case .staleAnswers: (.cacheAnswers, "stale", 1)
        case .inputTokens: (.tokens, "input", 1)
        case .outputTokens: (.tokens, "output", 1)
        case .cost: (.cost, nil, 1e-9)
        }
    }
}
