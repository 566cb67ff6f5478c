import TuttiCore

/// A provider that is down for a while, behind a breaker if there is one; it counts who reaches it.
final class FlakyProvider: Sendable {
    struct Facts {
        /// The calls that reached it.
        var calls = 0
        var refusals = 0
        /// How often the breaker opened, and for how long the last time.
        var openings = 0
        var lastOpenTime = Duration.zero
        /// When the first call succeeded after it had been down.
        var recoveredAt: Duration?
    }

    private struct State {
        var breaker: CircuitBreaker?
        var facts = Facts()
        var hasFailed = false
        var openUntil: Nanoseconds?
    }

    private static let latency = Duration.milliseconds(50)
    private let outage: Range<Duration>
    private let state: Lock<State>

    init(downFor outage: Range<Duration>, behind breaker: CircuitBreaker? = nil) {
        self.outage = outage
        self.state = Lock(State(breaker: breaker))
    }

    var facts: Facts { self.state.withLock { $0.facts } }

    func call(on time: any TimeSource) async throws -> String {
        let permit = try self.begin(at: time.now)
        do {
            try await time.sleep(for: Self.latency)
        } catch {
            self.end(permit, .neither, at: time.now)
            throw error
        }
        let isDown = self.outage.contains(time.now)
        self.end(permit, isDown ? .failed : .succeeded, at: time.now)
        if isDown { throw TestFailure("503") }
        return "ok"
    }

    private func begin(at now: Duration) throws -> CircuitBreaker.Permit? {
        try self.state.withLock { state in
            let decision = state.breaker?.mayCall(at: now.nanoseconds)
            Self.look(&state, at: now)
            guard case .refused(let end) = decision else {
                state.facts.calls += 1
                if case .allowed(let permit) = decision { return permit }
                return nil
            }
            state.facts.refusals += 1
            throw TestFailure("the breaker is open", retryAfter: end.map { $0.duration - now })
        }
    }

    private func end(_ permit: CircuitBreaker.Permit?, _ outcome: CircuitBreaker.Outcome, at now: Duration) {
        self.state.withLock { state in
            if let permit { state.breaker?.ended(permit, outcome, at: now.nanoseconds) }
            Self.look(&state, at: now)
            if outcome == .failed { state.hasFailed = true }
            guard outcome == .succeeded, state.hasFailed, state.facts.recoveredAt == nil else { return }
            state.facts.recoveredAt = now
        }
    }

    /// Notices that the breaker has opened just now.
    private static func look(_ state: inout State, at now: Duration) {
        guard case .open(let end) = state.breaker?.state, state.openUntil != end else { return }
        state.openUntil = end
        state.facts.openings += 1
        state.facts.lastOpenTime = end.duration - now
    }
}
