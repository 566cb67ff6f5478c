package import TuttiCore

/// Hands out the places of runs: lets requests wait as long as they can be answered in time.
package final class RunAdmission: Sendable {
    private typealias Machine = RunAdmissionMachine
    private typealias Outcome = Result<Void, any Error>
    private typealias Waiter = CheckedContinuation<Outcome, Never>

    /// A request from the moment at which it has to wait to that at which its task knows what became of it.
    private enum Wait {
        case undecided
        case suspended(Waiter)
        case decided(Outcome)
    }

    private struct State {
        var machine: Machine
        var nextTicket = 0
        var waits: [Machine.Ticket: Wait] = [:]
        var timer: ScheduledTimer?
        var wakeUp = Nanoseconds.never
    }

    private enum Answer {
        case admitted(Machine.Ticket)
        case waits(Machine.Ticket)
        case refused(APIError)
    }

    private let time: any TimeSource
    private let state: Lock<State>

    package init(_ limits: RunAdmissionLimits = .init(), time: any TimeSource = SystemTime.shared) {
        self.time = time
        self.state = Lock(State(machine: Machine(limits)))
    }

    // MARK: Places

    /// Waits for a place. It is given back by ``ended(_:)`` or ``gaveUp(_:)``.
    ///
    /// - Parameters:
    ///   - model: The ensemble that is to run.
    ///   - deadline: The time of the answer from now, waiting included; nil sets no limit.
    /// - Throws: ``APIError`` 429 with the time after which to come again, 503 when the server is about to stop;
    ///   `CancellationError` when the client goes or the calling task is cancelled while it waits.
    package func place(for client: RunClient, model: String, within deadline: Duration?) async throws -> RunPlace {
        let now = self.time.nanoseconds
        let request = PlaceRequest(
            client: client.id, model: model, deadline: deadline.map { now.advanced(byAtMost: $0.nanoseconds) } ?? .never
        )
        switch self.request(request, at: now) {
        case .admitted(let ticket): return RunPlace(ticket: ticket, timeLeft: deadline)
        case .refused(let error): throw error
        case .waits(let ticket):
            try await client.whileThere(onGone: { self.leave(ticket) }, { await self.wait(ticket) }).get()
            let waited = self.time.nanoseconds - now
            let place = RunPlace(
                ticket: ticket, timeLeft: deadline.map { max($0 - waited.duration, .milliseconds(1)) })
            // It may have been let in just before its client went.
            guard !Task.isCancelled else {
                self.gaveUp(place)
                throw CancellationError()
            }
            return place
        }
    }

    /// The run of a place has ended; returns whether nothing runs any more and nothing will.
    @discardableResult package func ended(_ place: RunPlace) -> Bool {
        self.tell { $0.machine.ended(place.ticket, at: $1) }
    }

    /// The run of a place could not begin.
    package func gaveUp(_ place: RunPlace) { self.tell { $0.machine.gaveUp(place.ticket, at: $1) } }

    /// The runs that have a place, and the requests that wait for one.
    package var load: (running: Int, waiting: Int) { self.state.withLock { ($0.machine.inUse, $0.machine.waiting) } }

    // MARK: Ending

    /// Lets nobody new in; those that wait are let in as places get free.
    package func drain() { self.state.withLock { $0.machine.drained() } }

    /// Lets nobody in any more; those that wait are refused.
    package func close() { self.tell { state, _ in state.machine.closed() } }

    /// Whether nobody new is let in any more.
    package var isDraining: Bool { self.state.withLock { $0.machine.isDraining } }

    /// Whether nothing runs and nothing will.
    package var isIdle: Bool { self.state.withLock { $0.machine.isIdle } }

    // MARK: Waiting

    private func request(_ request: PlaceRequest, at now: Nanoseconds) -> Answer {
        var wakenings: [Wakening] = []
        let answer = self.state.withLock { state -> Answer in
            state.nextTicket += 1
            let ticket = state.nextTicket
            guard !state.machine.entered(ticket, request, at: now) else { return .admitted(ticket) }
            let decisions = state.machine.requested(ticket, request, at: now)
            if let own = decisions.refused.first(where: { $0.ticket == ticket }) {
                return .refused(Self.error(of: own))
            }
            state.waits[ticket] = .undecided
            wakenings = self.carryOut(decisions, &state)
            return .waits(ticket)
        }
        Self.wake(wakenings)
        return answer
    }

    private func wait(_ ticket: Machine.Ticket) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let decided = self.state.withLock { state -> Outcome? in
                    guard case .decided(let outcome) = state.waits[ticket] else {
                        state.waits[ticket] = .suspended(waiter)
                        return nil
                    }
                    state.waits[ticket] = nil
                    return outcome
                }
                if let decided { waiter.resume(returning: decided) }
            }
        } onCancel: {
            self.leave(ticket)
        }
    }

    private func leave(_ ticket: Machine.Ticket) {
        let wakening = self.state.withLock { state in
            state.machine.left(ticket)
            self.arm(&state)
            return Self.settle(ticket, .failure(CancellationError()), &state)
        }
        Self.wake([wakening].compactMap { $0 })
    }

    private func timePassed() {
        self.tell { state, now in
            if now >= state.wakeUp {
                state.timer = nil
                state.wakeUp = .never
            }
            return state.machine.timePassed(at: now)
        }
    }

    /// Tells a fact; returns whether nothing runs any more and nothing will.
    @discardableResult private func tell(_ fact: (inout State, Nanoseconds) -> Machine.Decisions) -> Bool {
        let (wakenings, isIdle) = self.state.withLock { state in
            let now = self.time.nanoseconds
            return (self.carryOut(fact(&state, now), &state), state.machine.isIdle)
        }
        Self.wake(wakenings)
        return isIdle
    }

    // MARK: Decisions

    private typealias Wakening = (waiter: Waiter, outcome: Outcome)

    /// Returns the tasks that are to be resumed when the lock is free.
    private func carryOut(_ decisions: Machine.Decisions, _ state: inout State) -> [Wakening] {
        self.arm(&state)
        var wakenings: [Wakening] = []
        for ticket in decisions.admitted {
            if let wakening = Self.settle(ticket, .success(()), &state) { wakenings.append(wakening) }
        }
        for refusal in decisions.refused {
            let outcome = Outcome.failure(Self.error(of: refusal))
            if let wakening = Self.settle(refusal.ticket, outcome, &state) { wakenings.append(wakening) }
        }
        return wakenings
    }

    /// Tells a request what became of it; one that knows already keeps what it has.
    private static func settle(_ ticket: Machine.Ticket, _ outcome: Outcome, _ state: inout State) -> Wakening? {
        switch state.waits[ticket] {
        case .undecided:
            state.waits[ticket] = .decided(outcome)
            return nil
        case .suspended(let waiter):
            state.waits[ticket] = nil
            return (waiter, outcome)
        case .decided, nil: return nil
        }
    }

    private static func wake(_ wakenings: [Wakening]) {
        for (waiter, outcome) in wakenings { waiter.resume(returning: outcome) }
    }

    private func arm(_ state: inout State) {
        let wakeUp = state.machine.waiting == 0 ? .never : state.machine.nextWakeUp
        guard wakeUp != state.wakeUp else { return }
        state.timer?.cancel()
        state.wakeUp = wakeUp
        state.timer =
            wakeUp == .never
            ? nil : self.time.schedule(atNanoseconds: wakeUp) { [weak self] in self?.timePassed() }
    }

    // MARK: Refusals

    private static func error(of refusal: Machine.Refusal) -> APIError {
        let headers = Self.headers(retryAfter: refusal.retryAfter)
        switch refusal.reason {
        case .late:
            return APIError(
                429, "rate_limit_error", "deadline_unreachable", "too much is asked to answer in time: try again later",
                headers: headers)
        case .full:
            return APIError(
                429, "rate_limit_error", "too_many_runs", "too many requests wait: try again later", headers: headers)
        case .draining:
            return APIError(503, "server_error", "stopping", "the server is about to stop", headers: headers)
        }
    }

    /// Whole seconds as the standard has them, and milliseconds, which SDKs prefer.
    private static func headers(retryAfter: Nanoseconds) -> [String: String] {
        let milliseconds = max(retryAfter, 1).dividedRoundingUp(by: 1_000_000)
        let seconds = milliseconds.dividedRoundingUp(by: 1_000)
        return ["retry-after": "\(seconds)", "retry-after-ms": "\(milliseconds)"]
    }
}

extension Nanoseconds {
    fileprivate func dividedRoundingUp(by divisor: Self) -> Self { (self - 1) / divisor + 1 }
}
