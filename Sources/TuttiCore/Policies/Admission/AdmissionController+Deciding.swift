extension AdmissionController {
    /// The instant from which on a request can begin at the earliest.
    struct Start {
        let ticket: Ticket
        let instant: Nanoseconds
    }

    /// Refuses who cannot begin in time, admits who can begin now.
    mutating func decide() -> Decisions {
        guard !self.queue.isEmpty else { return Decisions() }
        var decisions = Decisions()
        self.refuse(into: &decisions) { $0.instant > $0.ticket.request.latestStart }
        while let ticket = self.queue.first, self.mayBegin(ticket), let first = self.queue.popFirst() {
            self.begin(first)
            decisions.admitted.append(first.id)
        }
        let now = self.now
        self.refuse(into: &decisions) {
            $0.ticket.request.latestStart <= now || $0.instant > $0.ticket.request.latestStart
        }
        decisions.wakeUp = self.nextWakeUp
        return decisions
    }

    private func mayBegin(_ ticket: Ticket) -> Bool {
        self.inFlight < self.concurrency && self.now >= self.gate && self.requests?.has(1) ?? true
            && self.tokens?.has(Double(ticket.request.tokens)) ?? true
    }

    private mutating func refuse(into decisions: inout Decisions, _ isHopeless: (Start) -> Bool) {
        let starts = self.earliestStarts(without: isHopeless)
        let hopeless = starts.filter(isHopeless)
        guard !hopeless.isEmpty else { return }
        let ids = Set(hopeless.map(\.ticket.id))
        self.queue.removeAll { ids.contains($0.id) }
        for start in hopeless {
            // One whose time has come while it waited for a place: nobody knows when there is one.
            let instant = max(start.instant, self.now.advanced(byAtMost: 1))
            decisions.refused.append(Refusal(id: start.ticket.id, reason: .deadline, retryAt: instant))
        }
    }

    /// The earliest instants of all that wait, by what is known of the gate and the rates; a free place is not awaited,
    /// as nobody knows when a call will end.
    ///
    /// - Parameter isLeftOut: Says of whom the others are not to wait.
    func earliestStarts(without isLeftOut: (Start) -> Bool = { _ in false }) -> ContiguousArray<Start> {
        let start = max(self.now, self.gate)
        var (requestsBefore, tokensBefore) = (0.0, 0.0)
        var starts = ContiguousArray<Start>()
        starts.reserveCapacity(self.queue.count)
        for ticket in self.queue.inOrder {
            let tokens = Double(ticket.request.tokens)
            let instant = max(
                self.requests?.instant(afterUseOf: requestsBefore, of: 1, from: start) ?? start,
                self.tokens?.instant(afterUseOf: tokensBefore, of: tokens, from: start) ?? start)
            let next = Start(ticket: ticket, instant: instant)
            starts.append(next)
            guard !isLeftOut(next) else { continue }
            requestsBefore += 1
            tokensBefore += tokens
        }
        return starts
    }

    /// When the first may begin, or the time of somebody is over.
    package var nextWakeUp: Nanoseconds {
        guard let first = self.queue.first else { return .never }
        var instant = Nanoseconds.never
        for ticket in self.queue.inOrder { instant = min(instant, ticket.request.latestStart) }
        // Without a free place it is the end of a call that wakes.
        guard self.inFlight < self.concurrency else { return instant }
        let start = max(self.now, self.gate)
        let begins = max(
            start, self.requests?.instant(of: 1, from: start) ?? start,
            self.tokens?.instant(of: Double(first.request.tokens), from: start) ?? start)
        return min(instant, begins)
    }
}
