/// Leaves a provider alone that fails: as long as it is open, nobody calls; then a few probes find out whether to go on.
///
/// Time comes in as instants of a monotonic clock that do not go back, chance as a seed. Each call that is allowed has a
/// ``Permit``, by which its end is told:
///
/// | state | fact | then |
/// | --- | --- | --- |
/// | closed | a call is wanted | it is allowed |
/// | closed | a call succeeded | it counts |
/// | closed | a call failed, among too few or with too few | it counts |
/// | closed | a call failed, and of ``CircuitBreakerPolicy/minimumCalls`` or more the share has failed | open |
/// | open | a call is wanted before the time is over | it is refused |
/// | open | a call is wanted, and the time is over | half open, and it is the first probe |
/// | half open | a call is wanted, and a probe has not ended in its time | open, twice as long, and it is refused |
/// | half open | a call is wanted, else, and a probe is free | it is a probe |
/// | half open | a call is wanted, else, and no probe is free | it is refused |
/// | half open | a probe succeeded, and others have not | it counts, and its place is taken |
/// | half open | a probe succeeded, the last of all | closed, and nothing counts any more |
/// | half open | a probe failed | open, twice as long |
/// | any | a call ended neither way | nothing counts, and a probe is free again |
/// | any | a call of an earlier state ended | nothing |
package struct CircuitBreaker: Sendable {
    /// What the end of a call says about the health of the provider.
    package enum Outcome: Hashable, Sendable, CaseIterable {
        case succeeded
        /// It failed as a provider does that is down: no connection, 5xx, a broken stream, no answer in time.
        case failed
        /// It says nothing: cancelled, out of time by the caller's own deadline, a mistake of the caller's (4xx), or too
        /// many calls (429), which is the limiter's concern.
        case neither
    }

    /// What a call is told that is wanted.
    package enum Decision: Hashable, Sendable {
        case allowed(Permit)
        /// Nobody calls before that instant; nil when it depends on the end of a probe.
        case refused(until: Nanoseconds?)
    }

    /// The identity of a call that was allowed.
    package struct Permit: Hashable, Sendable {
        fileprivate let number: Int
        fileprivate let period: Int
        /// Whether the call finds out if the provider has recovered.
        package let isProbe: Bool
    }

    package enum State: Hashable, Sendable {
        case closed
        case open(until: Nanoseconds)
        case halfOpen
    }

    private struct Probe: Sendable {
        let number: Int
        let end: Nanoseconds
    }

    private let policy: CircuitBreakerPolicy
    private var generator: SeededRandomNumberGenerator
    package private(set) var state = State.closed
    /// Counts the states that there were; the end of a call counts only in that in which the call began.
    private var period = 0
    private var calls = 0
    private var window: OutcomeWindow
    private var probes: [Probe] = []
    private var probesSucceeded = 0
    /// How often it opened since it was closed.
    private var openings = 0

    package init(_ policy: CircuitBreakerPolicy = .init(), seed: UInt64) {
        self.policy = policy.clamped
        self.generator = SeededRandomNumberGenerator(seed: seed)
        self.window = OutcomeWindow(capacity: self.policy.window)
    }

    // MARK: Facts

    /// A call is wanted; when it is allowed, its end must be told.
    package mutating func mayCall(at now: Nanoseconds) -> Decision {
        switch self.state {
        case .closed: return .allowed(self.permit(isProbe: false))
        case .open(let end) where now < end: return .refused(until: end)
        case .open:
            self.enter(.halfOpen)
            return .allowed(self.probe(at: now))
        case .halfOpen where self.probes.contains { $0.end <= now }:
            return .refused(until: self.open(at: now))
        case .halfOpen where self.probes.count + self.probesSucceeded < self.policy.probes:
            return .allowed(self.probe(at: now))
        case .halfOpen: return .refused(until: nil)
        }
    }

    /// A call has ended.
    package mutating func ended(_ permit: Permit, _ outcome: Outcome, at now: Nanoseconds) {
        guard permit.period == self.period else { return }
        switch self.state {
        case .open: break
        case .closed: self.callEnded(outcome, at: now)
        case .halfOpen: self.probeEnded(permit, outcome, at: now)
        }
    }

    private mutating func callEnded(_ outcome: Outcome, at now: Nanoseconds) {
        guard outcome != .neither else { return }
        self.window.append(isFailure: outcome == .failed)
        guard outcome == .failed, self.window.count >= self.policy.minimumCalls,
            Double(self.window.failures) >= self.policy.failureShare * Double(self.window.count)
        else { return }
        _ = self.open(at: now)
    }

    private mutating func probeEnded(_ permit: Permit, _ outcome: Outcome, at now: Nanoseconds) {
        guard let index = self.probes.firstIndex(where: { $0.number == permit.number }) else { return }
        self.probes.remove(at: index)
        switch outcome {
        case .neither: break
        case .failed: _ = self.open(at: now)
        case .succeeded:
            self.probesSucceeded += 1
            guard self.probesSucceeded == self.policy.probes else { return }
            self.openings = 0
            self.enter(.closed)
        }
    }

    // MARK: Transitions

    /// Opens, and tells until when.
    private mutating func open(at now: Nanoseconds) -> Nanoseconds {
        var time = self.policy.openTime
        for _ in 0..<self.openings where time < self.policy.maximumOpenTime { time *= 2 }
        time = min(time, self.policy.maximumOpenTime)
        self.openings += 1
        let longer = time * (self.policy.jitter * Double.random(in: 0...1, using: &self.generator))
        let end = now.advanced(byAtMost: (time + longer).nanoseconds)
        self.enter(.open(until: end))
        return end
    }

    private mutating func enter(_ state: State) {
        self.state = state
        self.period += 1
        self.probes = []
        self.probesSucceeded = 0
        self.window.removeAll()
    }

    private mutating func probe(at now: Nanoseconds) -> Permit {
        let permit = self.permit(isProbe: true)
        let end = now.advanced(byAtMost: self.policy.probeTimeout.nanoseconds)
        self.probes.append(Probe(number: permit.number, end: end))
        return permit
    }

    private mutating func permit(isProbe: Bool) -> Permit {
        self.calls += 1
        return Permit(number: self.calls, period: self.period, isProbe: isProbe)
    }

    // MARK: Invariants

    /// What must hold after each fact; traps when it does not.
    package func checkInvariants() {
        precondition(self.probes.count + self.probesSucceeded <= self.policy.probes, "too many probes: \(self)")
        precondition(self.state == .halfOpen || self.probes.isEmpty, "probes while not half open: \(self)")
        precondition(self.state == .closed || self.window.count == 0, "calls are counted while not closed: \(self)")
        precondition((self.state == .closed) == (self.openings == 0), "openings are not those since closed: \(self)")
        self.window.checkInvariants()
    }
}
