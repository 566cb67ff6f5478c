/// Keeps results of agents for those who ask the same again, and makes one call of equal calls at the same time.
///
/// One cache is shared by all runs of a process. It is bounded, in entries and bytes; a result answers as long as the
/// ``CachePolicy`` of who asks says so. Errors are never kept: they reach those who waited for the call that failed, and
/// nobody else. Agents use it through ``CachedAgent``.
public final class ResultCache: Sendable {
    private enum Told {
        case answer(Answer)
        case call
        case fail(any Error)
    }

    private struct State {
        var machine: Machine
        var waiting: [Ticket: CheckedContinuation<Told, Never>] = [:]
        var lastTicket: Ticket = 0

        /// Takes out those whom orders concern; calling the results, outside of the lock, resumes them.
        mutating func follow(_ orders: Machine.Orders, after error: (any Error)?) -> [() -> Void] {
            orders.compactMap { ticket, order in
                guard let continuation = self.waiting.removeValue(forKey: ticket) else { return nil }
                let told: Told =
                    switch order {
                    case .answer(let answer): .answer(answer)
                    case .call: .call
                    case .fail: .fail(error ?? CancellationError())
                    }
                return { continuation.resume(returning: told) }
            }
        }
    }

    private let time: any TimeSource
    private let state: Lock<State>

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - configuration: Its bounds.
    ///   - time: What the age of results is measured by; one clock for all runs, whichever they use themselves.
    public init(_ configuration: Configuration = .init(), time: any TimeSource = SystemTime.shared) {
        self.time = time
        self.state = Lock(State(machine: Machine(configuration)))
    }

    /// The results that are kept.
    public var count: Int { self.state.withLock { $0.machine.store.count } }

    /// The bytes that they take.
    public var byteCount: Int { self.state.withLock { $0.machine.store.byteCount } }

    /// The attempts that wait for the calls of others.
    package var waiterCount: Int { self.state.withLock { $0.machine.waiterCount } }

    /// The questions that are being answered.
    package var flightCount: Int { self.state.withLock { $0.machine.flightCount } }

    /// Answers a question from what is kept, by waiting for an equal call, or by a call.
    ///
    /// - Parameters:
    ///   - caller: Who asks; a second attempt of it makes a call of its own beside the first.
    ///   - isOutOfTime: Whether the caller has next to no time left, asked when the call has failed.
    ///   - call: Makes the call.
    /// - Throws: What the call throws, and `CancellationError` as soon as the task that waits is cancelled.
    package func answer(
        _ key: Key, for caller: Caller, _ policy: CachePolicy, isOutOfTime: () -> Bool = { false },
        _ call: () async throws -> AgentOutput
    ) async throws -> Answer {
        let ticket = self.makeTicket()
        return try await withTaskCancellationHandler {
            switch await self.ask(key, ticket, caller, policy) {
            case .answer(let answer): return answer
            case .fail(let error): throw error
            case .call: return try await self.lead(key, ticket, isOutOfTime: isOutOfTime, call)
            }
        } onCancel: {
            self.giveUp(ticket, key)
        }
    }

    private func makeTicket() -> Ticket {
        self.state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
    }

    private func ask(_ key: Key, _ ticket: Ticket, _ caller: Caller, _ policy: CachePolicy) async -> Told {
        await withCheckedContinuation { continuation in
            let now = self.time.nanoseconds
            let told: Told? = self.state.withLock { state in
                // A task is marked before its handler is called, and the handler takes this lock: who is not marked yet
                // will be found by it.
                guard !Task.isCancelled else { return .fail(CancellationError()) }
                switch state.machine.asked(key, by: ticket, of: caller, policy, at: now) {
                case .answer(let answer): return .answer(answer)
                case .call: return .call
                case .wait:
                    state.waiting[ticket] = continuation
                    return nil
                }
            }
            if let told { continuation.resume(returning: told) }
        }
    }

    /// Makes the call for all who ask.
    private func lead(
        _ key: Key, _ ticket: Ticket, isOutOfTime: () -> Bool, _ call: () async throws -> AgentOutput
    ) async throws -> Answer {
        do {
            try Task.checkCancellation()
            let output = try await call()
            // The result of a cancelled attempt is its own: it may be half of one.
            if Task.isCancelled { self.giveUp(ticket, key) } else { self.succeed(ticket, key, output) }
            return Answer(output: output, age: nil)
        } catch {
            guard !Task.isCancelled else {
                self.giveUp(ticket, key)
                throw error
            }
            guard let answer = self.fail(ticket, key, error, isOutOfTime: isOutOfTime()) else { throw error }
            return answer
        }
    }

    // MARK: Facts

    private func succeed(_ ticket: Ticket, _ key: Key, _ output: AgentOutput) {
        let now = self.time.nanoseconds
        self.step(after: nil) { $0.callSucceeded(ticket, key, output, at: now) }
    }

    /// The stale result that answers for a call that has failed; nil when there is none.
    private func fail(_ ticket: Ticket, _ key: Key, _ error: any Error, isOutOfTime: Bool) -> Answer? {
        let now = self.time.nanoseconds
        let orders = self.step(after: error) { $0.callFailed(ticket, key, isOutOfTime: isOutOfTime, at: now) }
        for case (ticket, .answer(let answer)) in orders { return answer }
        return nil
    }

    private func giveUp(_ ticket: Ticket, _ key: Key) {
        let (waiter, resumptions) = self.state.withLock { state in
            let waiter = state.waiting.removeValue(forKey: ticket)
            return (waiter, state.follow(state.machine.gaveUp(ticket, key), after: nil))
        }
        waiter?.resume(returning: .fail(CancellationError()))
        for resumption in resumptions { resumption() }
    }

    /// Takes a fact and resumes those who wait for it.
    @discardableResult
    private func step(after error: (any Error)?, _ fact: (inout Machine) -> Machine.Orders) -> Machine.Orders {
        let (orders, resumptions) = self.state.withLock { state in
            let orders = fact(&state.machine)
            return (orders, state.follow(orders, after: error))
        }
        for resumption in resumptions { resumption() }
        return orders
    }

    /// Traps when the state is one that may not be reached; for tests.
    package func checkInvariants() {
        self.state.withLock { state in
            state.machine.checkInvariants()
            let (waiting, waiters) = (state.waiting.count, state.machine.waiterCount)
            precondition(waiting == waiters, "\(waiting) tasks are suspended, \(waiters) attempts wait")
        }
    }
}
