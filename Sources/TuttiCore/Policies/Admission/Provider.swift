/// The limits of one provider, shared by all agents and runs of a process that call it.
///
/// Make one for each key and address, and hand it to everything that calls there: `LimitedModel`, ``LimitedAgent``, or
/// ``withPermit(tokens:run:deadline:expecting:_:)``. Calls wait for their turn, run by run, as long as that is of use; a
/// call that cannot begin in time gets an ``AdmissionRefusal`` at once, which says when to come again. When the provider
/// says `Retry-After`, nobody calls before; when half of the latest calls have failed, nobody calls for a while.
public final class Provider: Sendable {
    private typealias Waiter = UnsafeContinuation<Result<Permit, any Error>, Never>

    /// A request from the moment it is made to that at which its task knows what came of it.
    private struct Wait {
        enum Phase {
            case undecided
            case suspended(Waiter)
            case decided(Result<Permit, any Error>)
        }

        let begin: Nanoseconds
        var phase = Phase.undecided
    }

    private struct State {
        var controller: AdmissionController
        var breaker: CircuitBreaker
        /// The permits of the breaker, by which it is told how the calls under way ended.
        var breakerPermits: [AdmissionController.ID: CircuitBreaker.Permit] = [:]
        var waits: [AdmissionController.ID: Wait] = [:]
        var nextID = 0
        var timer: ScheduledTimer?
        var wakeUp = Nanoseconds.never
        /// The tasks to resume once the lock is free.
        var wakenings: [(waiter: Waiter, result: Result<Permit, any Error>)] = []

        /// Tells a request's task what came of it; one that knows already keeps what it has.
        mutating func settle(_ id: AdmissionController.ID, _ result: Result<Permit, any Error>) {
            switch self.waits[id]?.phase {
            case .undecided: self.waits[id]?.phase = .decided(result)
            case .suspended(let waiter):
                self.waits[id] = nil
                self.wakenings.append((waiter, result))
            case .decided, nil: break
            }
        }

        /// What came of a request, once.
        mutating func takeResult(of id: AdmissionController.ID) -> Result<Permit, any Error>? {
            guard case .decided(let result) = self.waits[id]?.phase else { return nil }
            self.waits[id] = nil
            return result
        }
    }

    /// The name for a person.
    public let name: String
    /// What all agents that call the provider may spend on second attempts; give it to each of them,
    /// ``AgentOptions/attemptBudget``.
    public let attemptBudget: AttemptBudget
    let time: any TimeSource
    private let state: Lock<State>

    /// Creates the limits.
    ///
    /// - Parameters:
    ///   - name: The provider, for messages.
    ///   - configuration: What it bears.
    ///   - time: The clock, that of the runs.
    ///   - seed: Draws how much longer the circuit breaker stays open by chance; nil draws the seed too.
    public init(
        _ name: String, _ configuration: Configuration = .init(), time: any TimeSource = SystemTime.shared,
        seed: UInt64? = nil
    ) {
        self.name = name
        self.attemptBudget = AttemptBudget(configuration.attemptBudget)
        self.time = time
        self.state = Lock(
            State(
                controller: AdmissionController(configuration, at: time.nanoseconds),
                breaker: CircuitBreaker(configuration.circuitBreaker, seed: seed ?? ProcessRandom.next())))
    }

    // MARK: Calling

    /// Waits for a permit, calls `body`, and gives the permit back when it returns, or is cancelled.
    ///
    /// What `body` throws tells how the provider is: an error with ``RetryAdvice/retryAfter`` closes it for all until
    /// then, one that is not retryable is the caller's own.
    ///
    /// - Parameters:
    ///   - tokens: The most tokens that the call will use.
    ///   - run: The run that calls; runs are served in turn.
    ///   - duration: The time that is left to the call, waiting included; nil sets no limit.
    ///   - expected: The time that it needs to be of any use.
    /// - Throws: ``AdmissionRefusal`` when it cannot begin in time; `CancellationError`; what `body` throws.
    public func withPermit<Value>(
        tokens: Int = 0, run: RunID, within duration: Duration? = nil, expecting expected: Duration = .zero,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let permit = try await self.permit(tokens: tokens, run: run, within: duration, expecting: expected)
        return try await permit.use(body) { CallOutcome.usual(of: $0) }
    }

    /// Waits for a permit, which is given back when it is told its end, or released.
    package func permit(
        tokens: Int = 0, run: RunID, within duration: Duration? = nil, expecting expected: Duration = .zero
    ) async throws -> Permit {
        try Task.checkCancellation()
        let now = self.time.nanoseconds
        let request = AdmissionRequest(
            run: run, tokens: tokens, deadline: duration.map { now.advanced(byAtMost: $0.nanoseconds) } ?? .never,
            expectedDuration: expected.nanoseconds)
        let (id, result) = self.request(request)
        if let result { return try result.get() }
        return try await withTaskCancellationHandler {
            // Unsafe, because it is resumed by whoever takes it from the state, which happens once.
            await withUnsafeContinuation { self.suspend($0, id) }
        } onCancel: {
            self.cancel(id)
        }.get()
    }

    /// The calls under way, and the requests that wait.
    package var load: (inFlight: Int, waiting: Int) {
        self.state.withLock { ($0.controller.inFlight, $0.controller.waiting) }
    }

    /// How it stands just now.
    package var snapshot: Snapshot {
        let now = self.time.nanoseconds
        return self.state.withLock { state in
            let controller = state.controller
            var isOpen = false
            if case .open(let end) = state.breaker.state { isOpen = now < end }
            return Snapshot(
                name: self.name, inFlight: controller.inFlight, concurrency: controller.concurrency,
                waiting: controller.waiting, maximumQueue: controller.maximumQueue,
                requestsPerSecond: controller.requestsPerSecond,
                closedFor: controller.gate > now ? (controller.gate - now).duration : .zero, isCircuitOpen: isOpen)
        }
    }

    /// Whether anything is left of calls that have ended: for tests.
    package var isAtRest: Bool {
        self.state.withLock { $0.controller.inFlight == 0 && $0.waits.isEmpty && $0.timer == nil }
    }

    // MARK: Facts

    /// Makes a request; the result is nil when it has to wait.
    private func request(_ request: AdmissionRequest) -> (AdmissionController.ID, Result<Permit, any Error>?) {
        var id = 0
        return self.tell { state, now in
            state.nextID += 1
            id = state.nextID
            state.waits[id] = Wait(begin: now)
            // While it is open nobody waits. In any other state it decides when the turn has come.
            if case .open(let end) = state.breaker.state, now < end {
                state.settle(id, .failure(self.circuitOpen(until: end, at: now)))
                return .init()
            }
            return state.controller.requested(id, request, at: now)
        } reading: { state in
            (id, state.takeResult(of: id))
        }
    }

    /// A task waits, unless it has been decided in the meantime.
    private func suspend(_ waiter: Waiter, _ id: AdmissionController.ID) {
        let decided = self.state.withLock { state in
            let result = state.takeResult(of: id)
            if result == nil { state.waits[id]?.phase = .suspended(waiter) }
            return result
        }
        if let decided { waiter.resume(returning: decided) }
    }

    /// A task that waits was cancelled; one that was admitted in the meantime has its permit all the same.
    private func cancel(_ id: AdmissionController.ID) {
        self.tell { state, now in
            state.settle(id, .failure(CancellationError()))
            return state.controller.cancelled(id, at: now)
        }
    }

    /// A call has ended; called once for each permit.
    func ended(_ id: AdmissionController.ID, _ outcome: CallOutcome, usedTokens: Int?) {
        self.tell { state, now in
            if let permit = state.breakerPermits.removeValue(forKey: id) {
                state.breaker.ended(permit, outcome.breakerOutcome, at: now)
            }
            return state.controller.ended(id, outcome, usedTokens: usedTokens, at: now)
        }
    }

    private func timePassed() {
        self.tell { state, now in
            if now >= state.wakeUp {
                state.timer = nil
                state.wakeUp = .never
            }
            return state.controller.timePassed(at: now)
        }
    }

    private func tell(_ fact: (inout State, Nanoseconds) -> AdmissionController.Decisions) {
        self.tell(fact, reading: { _ in })
    }

    /// Tells a fact, does what is decided, and looks at what has become, under one lock; resumes tasks after it.
    private func tell<Value>(
        _ fact: (inout State, Nanoseconds) -> AdmissionController.Decisions, reading look: (inout State) -> Value
    ) -> Value {
        let (value, wakenings) = self.state.withLock { state in
            let now = self.time.nanoseconds
            self.carryOut(fact(&state, now), &state, at: now)
            let value = look(&state)
            defer { state.wakenings = [] }
            return (value, state.wakenings)
        }
        for (waiter, result) in wakenings { waiter.resume(returning: result) }
        return value
    }

    // MARK: Decisions

    private func carryOut(_ decisions: AdmissionController.Decisions, _ state: inout State, at now: Nanoseconds) {
        var open = [decisions]
        while let decisions = open.popLast() {
            for id in decisions.admitted {
                guard let refusal = self.begin(id, &state, at: now) else { continue }
                state.settle(id, .failure(refusal))
                open.append(state.controller.withdrawn(id, at: now))
            }
            for refusal in decisions.refused { state.settle(refusal.id, .failure(self.error(of: refusal, at: now))) }
        }
        self.arm(state.controller.nextWakeUp, &state)
    }

    /// Hands out a permit, unless the breaker refuses the call.
    private func begin(
        _ id: AdmissionController.ID, _ state: inout State, at now: Nanoseconds
    ) -> AdmissionRefusal? {
        switch state.breaker.mayCall(at: now) {
        case .refused(let end): return self.circuitOpen(until: end, at: now)
        case .allowed(let permit):
            state.breakerPermits[id] = permit
            let waited = now - (state.waits[id]?.begin ?? now)
            state.settle(id, .success(Permit(id, of: self, waited: waited.duration)))
            return nil
        }
    }

    private func circuitOpen(until end: Nanoseconds?, at now: Nanoseconds) -> AdmissionRefusal {
        AdmissionRefusal(provider: self.name, reason: .circuitOpen, retryAfter: end.map { ($0 - now).duration })
    }

    private func error(of refusal: AdmissionController.Refusal, at now: Nanoseconds) -> AdmissionRefusal {
        let isRetryable = refusal.retryAt != .never
        return AdmissionRefusal(
            provider: self.name, reason: refusal.reason, isRetryable: isRetryable,
            retryAfter: isRetryable ? (refusal.retryAt - now).duration : nil)
    }

    private func arm(_ wakeUp: Nanoseconds, _ state: inout State) {
        guard wakeUp != state.wakeUp else { return }
        state.timer?.cancel()
        state.wakeUp = wakeUp
        state.timer =
            wakeUp == .never
            ? nil : self.time.schedule(atNanoseconds: wakeUp) { [weak self] in self?.timePassed() }
    }
}
