internal import TuttiCore

/// What the agents of one run saw themselves; the judge holds it against what the run says.
///
/// All instants count from the start of the run.
package final class Witness: Sendable {
    /// One call of an agent's body.
    package struct Attempt: Sendable {
        package var agent: Int
        package var number: Int
        package var began: Instant
        /// The deadline that it was shown; nil for none.
        package var deadline: Instant?
        package var wasCancelledBefore: Bool
        package var cancelled: Instant?
        package var ended: Instant?
        package var hasSucceeded = false
        package var parts: [Instant] = []
        package var usages: [Instant] = []
        package var warnings: [Instant] = []
        /// Whether its time is not that of its script: it made a run of its own, or held its thread.
        package var isStretched = false
        /// Whether it was the fallback agent that was called.
        package var isSubstitute = false

        package init(agent: Int, number: Int, began: Instant, deadline: Instant?, wasCancelledBefore: Bool) {
            self.agent = agent
            self.number = number
            self.began = began
            self.deadline = deadline
            self.wasCancelledBefore = wasCancelledBefore
        }
    }

    /// One question whether an agent is to be asked.
    package struct Decision: Sendable {
        package var agent: Int
        package var began: Instant
        package var ended: Instant?
    }

    package struct Log: Sendable {
        package var attempts: [Attempt] = []
        package var decisions: [Decision] = []

        package init() {}
    }

    private let start: Instant
    private let state = Lock(Log())

    package init(start: Instant) { self.start = start }

    package var log: Log { self.state.withLock { $0 } }

    func attemptBegan(_ agent: Int, _ number: Int, _ now: Instant, deadline: Instant?, isCancelled: Bool) -> Int {
        self.state.withLock { log in
            log.attempts.append(
                Attempt(
                    agent: agent, number: number, began: now - self.start, deadline: deadline.map { $0 - self.start },
                    wasCancelledBefore: isCancelled))
            return log.attempts.count - 1
        }
    }

    func note(_ record: Int, _ now: Instant, _ change: (inout Attempt, Instant) -> Void) {
        self.state.withLock { change(&$0.attempts[record], now - self.start) }
    }

    func decisionBegan(_ agent: Int, _ now: Instant) -> Int {
        self.state.withLock { log in
            log.decisions.append(Decision(agent: agent, began: now - self.start))
            return log.decisions.count - 1
        }
    }

    func decisionEnded(_ record: Int, _ now: Instant) {
        self.state.withLock { $0.decisions[record].ended = now - self.start }
    }
}
