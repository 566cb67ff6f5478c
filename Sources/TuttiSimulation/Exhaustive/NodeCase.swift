internal import TuttiCore

/// What one agent of a combination does, and what is declared for the case that it does it.
struct NodeCase: Hashable, Sendable, CustomStringConvertible {
    enum Behaviour: CaseIterable {
        case succeeds
        case failsForGood
        /// Fails in its first attempt only.
        case failsOnce
        /// Takes a hundred times as long as the others in its first attempt, and stops when it is told to.
        case hangs
        /// Takes twenty times as long in its first attempt, whatever it is told.
        case ignoresCancellation
    }

    enum Policy: CaseIterable {
        case none
        case retry
        case timeout
        case fallbackValue
        case fallbackAgent
        case hedging
        /// A condition that is not met.
        case condition
    }

    static let all = Behaviour.allCases.flatMap { behaviour in
        Policy.allCases.map { NodeCase(behaviour: behaviour, policy: $0) }
    }
    /// Succeeds, and nothing is declared.
    static let plain = NodeCase(behaviour: .succeeds, policy: .none)

    var behaviour: Behaviour
    var policy: Policy

    var description: String { "\(self.behaviour)/\(self.policy)" }

    func apply(to member: inout World.Member) {
        let others = World.Attempt(
            duration: SmallWorld.duration, ending: self.behaviour == .failsForGood ? .failsForGood : .succeeds)
        member.attempts = [self.firstAttempt, others]
        switch self.policy {
        case .none: break
        case .retry:
            member.options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            member.options.retry.attemptTimeout = .milliseconds(12)
        case .timeout: member.options.timeout = .milliseconds(15)
        case .fallbackValue: member.options.fallback = "fallback of \(member.name)"
        case .fallbackAgent:
            member.hasSubstitute = true
            member.attempts[1].ending = .succeeds
        case .hedging:
            member.options.sideEffects = .none
            member.options.hedging = HedgingPolicy(after: .fixed(.milliseconds(15)))
        case .condition: member.isWanted = false
        }
    }

    private var firstAttempt: World.Attempt {
        var attempt = World.Attempt(duration: SmallWorld.duration)
        switch self.behaviour {
        case .succeeds: break
        case .failsForGood: attempt.ending = .failsForGood
        case .failsOnce: attempt.ending = .fails(retryAfter: nil)
        case .hangs: attempt.duration = 100 * SmallWorld.duration
        case .ignoresCancellation:
            attempt.duration = 20 * SmallWorld.duration
            attempt.hearing = .ignores
        }
        return attempt
    }
}
