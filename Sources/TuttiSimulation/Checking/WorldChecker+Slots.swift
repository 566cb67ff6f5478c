internal import TuttiCore

extension WorldChecker {
    /// A slot that an agent held, or waited for.
    struct Hold {
        var agent: Int
        var from: Instant
        var to: Instant
    }

    /// Invariants 5, 22 and 23: the limits hold, and nobody waits for anything but a limit.
    func checkSlots() {
        let holds = self.holds()
        self.checkLimit(holds)
        self.checkSpacing(holds)
        for wait in self.waits() where wait.to > wait.from { self.checkWait(wait, holds) }
        if self.facts.limit != nil || self.facts.spacing > 0 { self.checkOrder() }
        for index in self.observed.indices { self.checkToldWait(index) }
    }

    /// When the agent took its slot for the first time; nil when it never did.
    private func taken(_ index: Int) -> Instant? { self.decisions[index]?.began ?? self.observed[index].start }

    private func holds() -> [Hold] {
        var holds: [Hold] = []
        for (index, agent) in self.observed.enumerated() {
            for (offset, attempt) in agent.attempts.enumerated() {
                let from = offset == 0 ? self.decisions[index]?.began : nil
                holds.append(Hold(agent: index, from: from ?? attempt.start, to: attempt.end ?? self.finish))
            }
            guard agent.attempts.isEmpty, let decision = self.decisions[index] else { continue }
            let end = agent.end ?? self.finish
            holds.append(Hold(agent: index, from: decision.began, to: min(decision.ended ?? end, end)))
        }
        return holds.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }

    private func checkLimit(_ holds: [Hold]) {
        guard let limit = self.facts.limit else { return }
        for hold in holds {
            let others = holds.count { $0.from <= hold.from && hold.from < $0.to }
            self.now = hold.from
            self.require(others <= limit, "\(others) are at work, \(limit) may")
        }
    }

    private func checkSpacing(_ holds: [Hold]) {
        for (earlier, later) in zip(holds, holds.dropFirst()) {
            self.now = later.from
            self.require(later.from - earlier.from >= self.facts.spacing, "\(self.name(later.agent)) starts too soon")
        }
    }

    /// The instant at which the inputs of an agent allowed it to start; nil when they never did.
    private func readyTime(of index: Int) -> Instant? {
        let member = self.world.members[index]
        var ready: Instant = 0
        for input in member.needs {
            guard self.observed[input].state == .succeeded, let end = self.observed[input].end else { return nil }
            ready = max(ready, end)
        }
        if !member.wants.isEmpty {
            var wanted: Instant? = 0
            for input in member.wants {
                wanted = wanted.flatMap { earlier in self.observed[input].end.map { max(earlier, $0) } }
            }
            if member.options.isFinal, let cutOff = self.facts.cutOff { wanted = min(wanted ?? cutOff, cutOff) }
            guard let wanted else { return nil }
            ready = max(ready, wanted)
        }
        if member.quorumCount > 0 {
            let successes = member.quorum.filter { self.observed[$0].state == .succeeded }
                .compactMap { self.observed[$0].end }.sorted()
            guard successes.count >= member.quorumCount else { return nil }
            ready = max(ready, successes[member.quorumCount - 1])
        }
        return ready
    }

    /// From when until when agents could have started and did not.
    private func waits() -> [Hold] {
        var waits: [Hold] = []
        for (index, agent) in self.observed.enumerated() {
            let end = agent.end ?? self.finish
            if let ready = self.readyTime(of: index) {
                waits.append(Hold(agent: index, from: ready, to: self.taken(index) ?? end))
            }
            for attempt in agent.attempts {
                guard let (number, due) = attempt.next else { continue }
                let next = agent.attempts.indices.contains(number - 1) ? agent.attempts[number - 1].start : end
                waits.append(Hold(agent: index, from: due, to: next))
            }
            waits += self.hedgeWaits(of: index)
        }
        return waits
    }

    /// From when until when attempts could have been joined by others and were not.
    private func hedgeWaits(of index: Int) -> [Hold] {
        guard let hedging = self.world.members[index].hedging, case .fixed(let delay) = hedging.delay else { return [] }
        // A budget may refuse one that is due.
        guard self.world.members[index].options.attemptBudget == nil else { return [] }
        let attempts = self.observed[index].attempts
        var (waits, hedges) = ([Hold](), 0)
        for (offset, attempt) in attempts.enumerated() {
            if attempt.isHedge { hedges += 1 }
            guard hedges < hedging.maximumAttempts - 1 else { break }
            if self.witness(index, offset + 1)?.isSubstitute ?? false { break }
            let due = attempt.start + delay.asInstant
            // Until the next attempt starts, or none of those so far is at work any more.
            let idle = attempts[...offset].map { $0.end ?? self.finish }.max() ?? due
            let next = attempts.indices.contains(offset + 1) ? attempts[offset + 1].start : idle
            waits.append(Hold(agent: index, from: due, to: min(idle, next)))
        }
        return waits
    }

    private func checkWait(_ wait: Hold, _ holds: [Hold]) {
        var instants = [wait.from]
        for hold in holds {
            instants.append(hold.to)
            instants.append(hold.from + self.facts.spacing)
        }
        for instant in instants where wait.from <= instant && instant < wait.to {
            let isFull = self.facts.limit.map { limit in
                holds.count { $0.from <= instant && instant < $0.to } >= limit
            }
            let isSpaced = holds.contains { $0.from <= instant && instant < $0.from + self.facts.spacing }
            guard isFull != true, !isSpaced else { continue }
            self.now = instant
            return self.require(false, "\(self.name(wait.agent)) waits for nothing until \(wait.to.text)")
        }
    }

    /// `limitWaited` says how long the agent really waited.
    private func checkToldWait(_ index: Int) {
        guard let start = self.observed[index].start, let ready = self.readyTime(of: index) else { return }
        let wait = (self.taken(index) ?? start) - ready
        self.now = start
        self.require(
            wait == self.observed[index].waited ?? 0,
            "\(self.name(index)) waited \(wait.text), not \(self.observed[index].waited?.text ?? "at all")")
    }

    /// Design §4.3: of two agents that are ready, the one with the longer remaining path starts first.
    private func checkOrder() {
        let (paths, chains) = (self.facts.remainingPaths, self.facts.longestChains)
        for second in self.observed.indices {
            guard let ready = self.readyTime(of: second), let end = self.taken(second) ?? self.observed[second].end
            else { continue }
            for first in self.observed.indices where first != second {
                guard let taken = self.taken(first), ready < taken, taken < end else { continue }
                if self.isPassedOver(second, by: first) { continue }
                // Longer paths first, then, without any durations, longer chains, then the order of declaration.
                let isRight = (paths[second], chains[second], first) < (paths[first], chains[first], second)
                self.now = taken
                self.require(isRight, "\(self.name(first)) starts before \(self.name(second))")
            }
        }
    }

    /// Whether a cooperative agent may start before an isolated one: a lane that is on no thread of the pool can take no
    /// other. Only the last slot under a limit is kept for the longer path.
    private func isPassedOver(_ second: Int, by first: Int) -> Bool {
        self.world.members[first].options.isolation == .cooperative
            && self.world.members[second].options.isolation == .isolated
    }
}
