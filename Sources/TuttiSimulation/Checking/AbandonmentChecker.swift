internal import TuttiCore

/// Judges how many abandoned attempts were alive, over all runs of a scenario: no agent starts while there are too many,
/// and none is refused while there are not.
struct AbandonmentChecker {
    private struct Life {
        /// Given up here, and ended there; the latter is the end of time for those that never do.
        var from: Instant
        var to: Instant
    }

    private let lives: [Life]
    private let limit: Int

    /// Empty when nothing is wrong, and when there are runs whose listener did not see all that was given up.
    static func violations(of outcome: Outcome) -> [String] {
        guard let limit = outcome.evidence.first?.world.configuration.maximumAbandoned, limit < 100,
            outcome.evidence.allSatisfy(\.isWhole)
        else { return [] }
        let checker = Self(lives: outcome.evidence.flatMap(Self.lives), limit: max(1, limit))
        return outcome.evidence.flatMap(checker.violations)
    }

    private static func lives(in evidence: Evidence) -> [Life] {
        (evidence.events ?? []).compactMap { event in
            guard case .attemptAbandoned(let agent, let number) = event.kind else { return nil }
            let attempt = evidence.witness.attempts.first {
                evidence.world.members[$0.agent].name == agent && $0.number == number
            }
            let end = attempt?.ended.map { evidence.begin + $0 } ?? .max
            return Life(from: evidence.begin + event.time.asInstant, to: end)
        }
    }

    private func violations(of evidence: Evidence) -> [String] {
        var violations: [String] = []
        for attempt in evidence.witness.attempts {
            let now = evidence.begin + attempt.began
            // Those that are given up or end in the same instant may count or not.
            let alive = self.lives.count { $0.from < now && now < $0.to }
            if alive >= self.limit {
                violations.append("\(evidence.world.name): \(alive) abandoned attempts are alive at a start")
            }
        }
        for event in evidence.events ?? [] where Self.isRefusal(event.kind) {
            let now = evidence.begin + event.time.asInstant
            let alive = self.lives.count { $0.from <= now && now <= $0.to }
            if alive < self.limit {
                violations.append("\(evidence.world.name): a start is refused with \(alive) abandoned attempts")
            }
        }
        return violations
    }

    private static func isRefusal(_ kind: RunEvent.Kind) -> Bool {
        switch kind {
        case .attemptFailed(_, _, let error, _), .agentFailed(_, _, let error): error.hasPrefix(WorldChecker.refusal)
        case .agentSucceeded(_, _, _, let reason): reason?.hasPrefix(WorldChecker.refusal) ?? false
        default: false
        }
    }
}
