import TuttiCore

/// One random world around a breaker: calls begin and end, time passes; and a judge that keeps the books by itself.
final class BreakerHistory {
    /// How often the world came to where something is promised.
    struct Reached {
        var openings = 0
        var closings = 0
        var refusals = 0
        var lateEnds = 0
        var overdueProbes = 0

        mutating func add(_ other: Reached) {
            self.openings += other.openings
            self.closings += other.closings
            self.refusals += other.refusals
            self.lateEnds += other.lateEnds
            self.overdueProbes += other.overdueProbes
        }
    }

    private struct Call {
        let permit: CircuitBreaker.Permit
        let era: Int
        let beganAt: Nanoseconds
    }

    private(set) var problems: [String] = []
    private(set) var reached = Reached()
    private let policy: CircuitBreakerPolicy
    private var breaker: CircuitBreaker
    private var generator: SeededRandomNumberGenerator
    private var now: Nanoseconds = 0
    private var inFlight: [Call] = []
    /// The states that there were.
    private var era = 0
    /// What ended in this era that had begun in it, oldest first.
    private var ended: [CircuitBreaker.Outcome] = []
    private var probesBegun = 0
    private var openingsInARow = 0
    private let failureShare: Double

    init(seed: UInt64) {
        var generator = SeededRandomNumberGenerator(seed: seed)
        var policy = CircuitBreakerPolicy()
        if Bool.random(using: &generator) {
            policy.window = .random(in: 1...30, using: &generator)
            policy.minimumCalls = .random(in: 1...policy.window, using: &generator)
            policy.failureShare = [0.1, 0.25, 0.5, 1].randomElement(using: &generator) ?? 0.5
            policy.probes = .random(in: 1...5, using: &generator)
            policy.jitter = .random(in: 0...1, using: &generator)
            policy.probeTimeout = .seconds(.random(in: 1...20, using: &generator) as Int)
        }
        self.policy = policy
        self.breaker = CircuitBreaker(policy, seed: generator.next())
        self.failureShare = .random(in: 0...1, using: &generator)
        self.generator = generator
    }

    func step() {
        switch Int.random(in: 0..<10, using: &self.generator) {
        case 0..<4: self.callWanted()
        case 4..<9: self.callEnded()
        default: self.now += .random(in: 0...15_000_000_000, using: &self.generator)
        }
        self.breaker.checkInvariants()
    }

    private func callWanted() {
        let before = self.breaker.state
        let overdue = self.inFlight.contains {
            $0.era == self.era && $0.permit.isProbe && $0.beganAt + self.policy.probeTimeout.nanoseconds <= self.now
        }
        let decision = self.breaker.mayCall(at: self.now)
        switch (before, decision) {
        case (.closed, .allowed(let permit)):
            self.check(!permit.isProbe && self.breaker.state == .closed, "closed: \(decision)")
            self.begin(permit)
        case (.open(let end), .allowed(let permit)):
            self.check(permit.isProbe && self.now >= end, "open until \(end): \(decision) at \(self.now)")
            self.check(self.breaker.state == .halfOpen, "open, time over: \(self.breaker.state)")
            self.newEra()
            self.begin(permit)
        case (.halfOpen, .allowed(let permit)):
            self.check(permit.isProbe && !overdue && self.breaker.state == .halfOpen, "half open: \(decision)")
            self.begin(permit)
            let given = self.probesBegun - self.ended.count { $0 == .neither }
            self.check(given <= self.policy.probes, "\(given) probes of \(self.policy.probes)")
        case (.closed, .refused): self.problems.append("closed, and refused")
        case (.open(let end), .refused(let until)):
            self.reached.refusals += 1
            self.check(self.now < end && until == end, "open until \(end): \(decision) at \(self.now)")
            self.check(self.breaker.state == before, "a refusal changed \(before)")
        case (.halfOpen, .refused(let until)):
            self.reached.refusals += 1
            let taken = self.probesBegun - self.ended.count { $0 == .neither }
            self.check(overdue || taken == self.policy.probes, "refused with \(taken) probes")
            if overdue {
                self.reached.overdueProbes += 1
                self.opened(refusing: until)
            } else {
                self.check(until == nil && self.breaker.state == before, "half open: \(decision)")
            }
        }
    }

    private func callEnded() {
        guard let index = self.inFlight.indices.randomElement(using: &self.generator) else { return }
        let call = self.inFlight.remove(at: index)
        let before = self.breaker.state
        let outcome: CircuitBreaker.Outcome =
            if Int.random(in: 0..<8, using: &self.generator) == 0 {
                .neither
            } else {
                Double.random(in: 0..<1, using: &self.generator) < self.failureShare ? .failed : .succeeded
            }
        self.breaker.ended(call.permit, outcome, at: self.now)
        let after = self.breaker.state
        guard call.era == self.era else {
            self.reached.lateEnds += 1
            return self.check(after == before, "a late \(outcome) made \(before) \(after)")
        }
        self.ended.append(outcome)
        switch before {
        case .open: self.problems.append("a call began while open")
        case .closed:
            let latest = self.ended.filter { $0 != .neither }.suffix(self.policy.window)
            let failures = Double(latest.count { $0 == .failed })
            let mustOpen =
                outcome == .failed && latest.count >= self.policy.minimumCalls
                && failures / Double(latest.count) >= self.policy.failureShare
            self.check(mustOpen == (after != .closed), "\(failures) of \(latest.count) failed: \(after)")
            if after != .closed { self.opened(refusing: nil) }
        case .halfOpen:
            let successes = self.ended.count { $0 == .succeeded }
            if outcome == .failed {
                self.opened(refusing: nil)
            } else if successes == self.policy.probes {
                self.check(after == .closed, "\(successes) probes succeeded: \(after)")
                self.reached.closings += 1
                self.openingsInARow = 0
                self.newEra()
            } else {
                self.check(after == .halfOpen, "\(successes) probes succeeded: \(after)")
            }
        }
    }

    private func begin(_ permit: CircuitBreaker.Permit) {
        self.probesBegun += permit.isProbe ? 1 : 0
        self.inFlight.append(Call(permit: permit, era: self.era, beganAt: self.now))
    }

    private func opened(refusing until: Nanoseconds?) {
        guard case .open(let end) = self.breaker.state else {
            return self.problems.append("not open: \(self.breaker.state)")
        }
        let least = min(Double(10 << min(self.openingsInARow, 10)), 60)
        let time = Double(end - self.now) / 1e9
        let most = least * (1 + self.policy.jitter) + 1e-6
        self.check((least...most).contains(time), "open for \(time) s in place of \(least)")
        self.check(until == nil || until == end, "refused until \(until ?? 0), open until \(end)")
        self.reached.openings += 1
        self.openingsInARow += 1
        self.newEra()
    }

    private func newEra() {
        self.era += 1
        self.ended = []
        self.probesBegun = 0
    }

    private func check(_ holds: Bool, _ problem: @autoclosure () -> String) {
        if !holds { self.problems.append(problem()) }
    }
}
