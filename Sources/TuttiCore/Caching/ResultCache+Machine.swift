extension ResultCache {
    /// Names one attempt that asks; later ones have greater numbers.
    package typealias Ticket = UInt64

    /// Decides who makes a call, who waits for it and what is kept; takes facts, gives orders.
    ///
    /// A question goes
    ///
    /// nothing fresh is kept: asked → call, in flight
    /// in flight: asked → wait; when an attempt of the same agent takes part → call: a second attempt is there to be
    /// faster than the first, and must not wait for it
    /// in flight: a call succeeded → keep, answer all who wait; no flight
    /// in flight: the last call failed → each who takes part gets a stale result, by its own policy, or the error
    /// in flight: the last call was given up, or failed when its own time was over → the one who has waited longest calls
    /// in flight: who waits gave up → forgotten
    /// something fresh is kept: asked → answer
    ///
    /// An error is told to those who waited for its call, and never kept. What becomes of a call after its flight is over
    /// changes nothing: a cancelled attempt may have returned half a result.
    package struct Machine {
        /// What an attempt that asks does.
        package enum Decision: Hashable, Sendable {
            case answer(Answer)
            /// Make the call, then report how it ended.
            case call
            /// Wait for an order.
            case wait
        }

        /// What an attempt that takes part is told.
        package enum Order: Hashable, Sendable {
            case answer(Answer)
            /// Make the call in place of another.
            case call
            /// Fail with the error of the call.
            case fail
        }

        package typealias Orders = [(ticket: Ticket, order: Order)]

        package private(set) var store: Store
        private var flights: [Key: Flight] = [:]

        package init(_ configuration: Configuration) { self.store = Store(configuration) }

        /// The questions that are being answered.
        package var flightCount: Int { self.flights.count }

        /// The attempts that wait for the calls of others.
        package var waiterCount: Int { self.flights.values.reduce(0) { $0 + $1.parties.count - $1.calls } }

        // MARK: Facts

        package mutating func asked(
            _ key: Key, by ticket: Ticket, of caller: Caller, _ policy: CachePolicy, at now: Nanoseconds
        ) -> Decision {
            if let (output, age) = self.store.find(key, at: now), policy.isFresh(age) {
                self.store.use(key)
                return .answer(Answer(output: output, age: age))
            }
            let mustWait = self.flights[key].map { !$0.includes(caller) } ?? false
            self.flights[key, default: Flight()].add(
                ticket, Flight.Party(caller: caller, policy: policy, isCalling: !mustWait))
            return mustWait ? .wait : .call
        }

        /// A call has given a result, and nobody had told it to stop.
        package mutating func callSucceeded(
            _ ticket: Ticket, _ key: Key, _ output: AgentOutput, at now: Nanoseconds
        ) -> Orders {
            guard let flight = self.flights[key], flight.parties[ticket] != nil else { return [] }
            self.flights[key] = nil
            let isWorthKeeping = flight.parties.values.contains { $0.policy.keepsResults }
            if isWorthKeeping { self.store.insert(output, for: key, at: now) }
            return flight.waiters.map { ($0.ticket, .answer(Answer(output: output, age: 0))) }
        }

        /// A call has failed, and nobody had told it to stop.
        ///
        /// - Parameter isOutOfTime: Whether it had next to no time left, so that its error says nothing to others.
        package mutating func callFailed(
            _ ticket: Ticket, _ key: Key, isOutOfTime: Bool = false, at now: Nanoseconds
        ) -> Orders {
            guard let party = self.flights[key]?.remove(ticket) else { return [(ticket, .fail)] }
            let own = (ticket, self.orderAfterFailure(of: key, party.policy, at: now))
            guard self.flights[key]?.calls == 0 else { return [own] }
            if isOutOfTime { return [own] + self.passOn(key) }
            let waiters = self.flights.removeValue(forKey: key)?.waiters ?? []
            return [own]
                + waiters.map { ($0.ticket, self.orderAfterFailure(of: key, $0.party.policy, at: now)) }
        }

        /// An attempt was cancelled, whether it called or waited.
        package mutating func gaveUp(_ ticket: Ticket, _ key: Key) -> Orders {
            guard self.flights[key]?.remove(ticket) != nil else { return [] }
            return self.flights[key]?.calls == 0 ? self.passOn(key) : []
        }

        // MARK: Orders

        /// Nobody calls any more: the next one does, or the flight is over.
        private mutating func passOn(_ key: Key) -> Orders {
            if let ticket = self.flights[key]?.promote() { return [(ticket, .call)] }
            self.flights[key] = nil
            return []
        }

        private mutating func orderAfterFailure(of key: Key, _ policy: CachePolicy, at now: Nanoseconds) -> Order {
            guard let (output, age) = self.store.find(key, at: now), policy.isUsable(age) else { return .fail }
            self.store.use(key)
            return .answer(Answer(output: output, age: age, isStale: !policy.isFresh(age)))
        }

        /// Traps when the state is one that no sequence of facts may reach; tests call it after every fact.
        package func checkInvariants() {
            self.store.checkInvariants()
            for flight in self.flights.values {
                let calls = flight.parties.values.count { $0.isCalling }
                precondition(flight.calls == calls, "\(flight.calls) calls are counted, \(calls) are made")
                precondition(calls > 0, "\(flight.parties.count) attempts wait for a call that nobody makes")
            }
        }
    }
}
