internal import TuttiCore

/// Judges how the provider of a scenario was called: invariants 5, 10 and 24, as far as callers can see them.
struct ProviderChecker {
    private let configuration: Provider.Configuration
    private var violations: [String] = []
    /// The calls under way, by their number, and when they began.
    private var open: [Int: Instant] = [:]
    /// A time in which nobody begins; whoever was let in in its first instant may begin in that.
    private struct Closure {
        var from: Instant
        var until: Instant

        func forbids(_ instant: Instant) -> Bool { self.from < instant && instant < self.until }
    }

    /// Closed because the provider asked for that.
    private var gate = Closure(from: 0, until: 0)
    /// Closed because too many calls have failed; nil when that was never said.
    private var breaker: Closure?
    /// The calls since then, until as many have succeeded as must.
    private var probes: Set<Int> = []
    private var successes = 0

    private init(_ configuration: Provider.Configuration) { self.configuration = configuration }

    static func violations(of provider: WitnessedProvider) -> [String] {
        var checker = ProviderChecker(provider.configuration)
        for record in provider.records { checker.take(record) }
        if provider.provider.load.waiting > 0 { checker.violations.append("somebody still waits for the provider") }
        return checker.violations
    }

    private mutating func take(_ record: WitnessedProvider.Record) {
        let now = record.time
        switch record.happening {
        case .began(_): self.began(record.call, at: now)
        case .ended(let outcome):
            self.open[record.call] = nil
            self.ended(record.call, outcome)
            if case .rateLimited(let wait?) = outcome, now + wait.asInstant > self.gate.until {
                self.gate = Closure(from: now, until: now + wait.asInstant)
            }
        case .leftAlone(let end):
            guard let end else { return }
            self.breaker = Closure(from: now, until: max(self.breaker?.until ?? end, end))
            self.probes = []
            self.successes = 0
        }
    }

    private mutating func began(_ call: Int, at now: Instant) {
        self.open[call] = now
        let most = self.configuration.maximumConcurrency
        self.require(self.open.count <= most, "\(self.open.count) calls at once, \(most) may be", now)
        self.require(!self.gate.forbids(now), "a call before Retry-After is over", now)
        guard let breaker else { return }
        self.require(!breaker.forbids(now), "a call while the provider is left alone", now)
        let policy = self.configuration.circuitBreaker
        guard breaker.until <= now, self.successes < policy.probes else { return }
        // One that takes for ever counts as failed.
        let isLost = self.probes.contains { probe in
            self.open[probe].map { $0 + policy.probeTimeout.asInstant <= now } ?? false
        }
        if isLost { (self.probes, self.successes) = ([], 0) }
        self.probes.insert(call)
        self.require(
            self.probes.count <= policy.probes, "\(self.probes.count) probes at once, \(policy.probes) may be", now)
    }

    private mutating func ended(_ call: Int, _ outcome: CallOutcome) {
        guard self.probes.remove(call) != nil else { return }
        switch outcome {
        case .succeeded: self.successes += 1
        // It is left alone again, and what is still under way says nothing any more.
        case .failed, .timedOut, .overloaded: (self.probes, self.successes) = ([], 0)
        case .rateLimited, .rejected, .cancelled: break
        }
    }

    private mutating func require(_ condition: Bool, _ message: String, _ now: Instant) {
        if !condition { self.violations.append("\(now.text): \(message)") }
    }
}
