extension ResultCache {
    /// A question that is being answered: those who make the call, and those who wait for it.
    struct Flight {
        struct Party {
            var caller: Caller
            var policy: CachePolicy
            var isCalling: Bool
        }

        /// Everybody who takes part, by ticket; tickets count up in the order in which they came.
        private(set) var parties: [Ticket: Party] = [:]
        private var attempts: [Caller: Int] = [:]
        private var waiting = JobQueue<Ticket>()
        /// The calls that are being made.
        private(set) var calls = 0

        /// Whether an attempt of the same agent takes part.
        func includes(_ caller: Caller) -> Bool { self.attempts[caller] != nil }

        mutating func add(_ ticket: Ticket, _ party: Party) {
            self.parties[ticket] = party
            self.attempts[party.caller, default: 0] += 1
            if party.isCalling { self.calls += 1 } else { self.waiting.append(ticket) }
        }

        mutating func remove(_ ticket: Ticket) -> Party? {
            guard let party = self.parties.removeValue(forKey: ticket) else { return nil }
            let attempts = self.attempts[party.caller, default: 1] - 1
            self.attempts[party.caller] = attempts > 0 ? attempts : nil
            if party.isCalling { self.calls -= 1 }
            return party
        }

        /// Lets the one who has waited longest make the call.
        mutating func promote() -> Ticket? {
            while let ticket = self.waiting.popFirst() {
                guard self.parties[ticket]?.isCalling == false else { continue }
                self.parties[ticket]?.isCalling = true
                self.calls += 1
                return ticket
            }
            return nil
        }

        /// Those who wait, in the order in which they came.
        var waiters: [(ticket: Ticket, party: Party)] {
            self.parties.filter { !$0.value.isCalling }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }
}
