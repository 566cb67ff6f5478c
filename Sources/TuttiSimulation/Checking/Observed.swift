internal import TuttiCore

/// What the events have told of one agent so far.
struct Observed: Sendable {
    enum How: Sendable {
        /// By itself, with or without a result.
        case byItself
        /// It was told to stop.
        case stopped
        /// No agent was called: too many abandoned attempts are alive.
        case refused
    }

    struct Attempt: Sendable {
        var start: Instant
        /// When the run stopped counting on it, and how; nil while it is open.
        var end: Instant?
        var how = How.byItself
        /// The attempt that is to follow it, and when that is due; nil when none is, or others are at work.
        var next: (number: Int, due: Instant)?
        var isHedge = false
        var abandoned: Instant?
        var late: Instant?
        var parts = 0
        var usages = 0
        /// The inputs that it was given.
        var inputs: [String] = []
    }

    var start: Instant?
    var budget: Instant?
    var attempts: [Attempt] = []
    var end: Instant?
    var state: AgentState?
    var output: String?
    var isFallback = false
    var limit: RunEvent.TimeLimit?
    var skipReason: SkipReason?
    /// Whether it has lost a race, or would only have fed one that has.
    var isLost = false
    var waited: Instant?
    var missing: [RunEvent.MissingInput] = []

    /// Whether a run is complete without it.
    var isExcused: Bool { self.skipReason?.isExcusing ?? false }
    var hasRunOutOfTime: Bool { self.skipReason == .time || self.limit == .deadline }
    /// Whether its fallback agent is asked.
    var asksSubstitute = false
    /// The attempt whose result is its own.
    var winner: Int?

    /// The numbers of the attempts at work.
    var open: [Int] { self.attempts.indices.filter { self.attempts[$0].end == nil }.map { $0 + 1 } }
    /// The attempts that were not made beside another one.
    var tries: Int { self.attempts.count { !$0.isHedge } }
    var deadline: Instant? { self.start.flatMap { start in self.budget.map { start + $0 } } }

    var missingReason: MissingReason? {
        switch self.state {
        case nil: .notYet
        case .succeeded: nil
        case .failed: .failed
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .skipped: self.skipReason == .time ? .notYet : .skipped
        }
    }
}

extension SkipReason {
    /// Whether the run is complete all the same.
    var isExcusing: Bool {
        switch self {
        case .condition, .notNeeded, .notChosen: true
        case .ancestor, .quorum, .time: false
        }
    }
}
