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
        /// When the next one is due.
        var retryAt: Instant?
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
    var waited: Instant?
    var missing: [RunEvent.MissingInput] = []

    var hasRunOutOfTime: Bool { self.skipReason == .time || self.limit == .deadline }
    var isAttemptOpen: Bool { self.attempts.last.map { $0.end == nil } ?? false }
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
