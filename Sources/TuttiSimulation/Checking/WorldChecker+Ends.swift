internal import TuttiCore

extension WorldChecker {
    /// Invariants 8 and 11: the result is that of this very attempt on these very inputs.
    func succeeded(_ index: Int, _ attempt: Int, _ output: String, _ fallbackReason: String?) {
        let member = self.world.members[index]
        let agent = self.observed[index]
        if let fallbackReason, !(agent.asksSubstitute && output != "fallback of \(member.name)") {
            self.require(
                self.facts.usesFallbacks && member.options.fallback != nil, "\(member.name) uses a fallback")
            self.require(output == "fallback of \(member.name)", "\(member.name) gives \(output)")
            self.observed[index].isFallback = true
            self.checkFailure(index, attempt, fallbackReason, mayHaveFallback: true)
        } else if agent.open.contains(attempt), let witness = self.witness(index, attempt),
            attempt <= member.attempts.count
        {
            let last = agent.attempts[attempt - 1]
            self.observed[index].winner = attempt
            self.observed[index].isFallback = agent.asksSubstitute
            let isSaid = (fallbackReason != nil) == agent.asksSubstitute && witness.isSubstitute == agent.asksSubstitute
            self.require(isSaid, "\(member.name)#\(attempt) is not the fallback agent's")
            let script = member.attempts[attempt - 1]
            self.require(
                witness.ended == self.now && witness.hasSucceeded && script.ending.isSuccess,
                "\(member.name)#\(attempt) cannot succeed")
            if !witness.isStretched, let duration = script.duration {
                self.require(self.now == last.start + duration, "\(member.name) is done at another time")
            }
            let expected =
                script.ending == .isEmpty
                ? "" : World.result(of: member.name, attempt: attempt, inputs: last.inputs)
            self.require(output == expected, "\(member.name) gives \(output), not \(expected)")
        } else {
            self.require(false, "\(member.name) succeeds without an attempt")
        }
        self.observed[index].output = output
        let isRefused = self.observed[index].winner == nil && fallbackReason?.hasPrefix(Self.refusal) ?? false
        self.ended(index, .succeeded, refused: isRefused ? attempt : nil)
    }

    func failed(_ index: Int, _ attempt: Int, _ error: String) {
        self.checkFailure(index, attempt, error, mayHaveFallback: false)
        let isRefused = error.hasPrefix(Self.refusal)
        if !isRefused, let witness = self.witness(index, attempt) {
            self.require(
                witness.ended == self.now && !witness.hasSucceeded, "\(self.name(index)) fails and should not")
        }
        self.ended(index, .failed, refused: isRefused ? attempt : nil)
        self.failedForGood(index, isCut: false)
    }

    /// Invariant 9 from the other side: what may be tried again is.
    private func checkFailure(_ index: Int, _ attempt: Int, _ error: String, mayHaveFallback: Bool) {
        let member = self.world.members[index]
        let agent = self.observed[index]
        let isKnown = attempt == agent.attempts.count || agent.open.contains(attempt)
        self.require(isKnown, "\(member.name) fails with attempt \(attempt)")
        let hasFallback = member.options.fallback != nil && self.facts.usesFallbacks
        self.require(hasFallback == mayHaveFallback, "\(member.name) fails in spite of its fallback")
        // Cut off, or out of its own time: there is nothing to try again.
        if self.isOutOfTime(index) { return }
        guard agent.open.contains(attempt) else { return }
        let isRefused = error.hasPrefix(Self.refusal)
        let isByItself = self.witness(index, attempt)?.ended == self.now && !isRefused
        let isPermanent = isByItself && member.attempts[attempt - 1].ending == .failsForGood
        self.require(agent.open.count == 1 || isPermanent, "\(member.name) fails while others are at work")
        let hasSubstitute = member.hasSubstitute && self.facts.usesFallbacks && !agent.asksSubstitute
        self.require(!hasSubstitute, "\(member.name) does not ask its fallback agent")
        if self.isOutOfBudget(index, error) { return }
        if isPermanent || agent.asksSubstitute || agent.tries >= member.options.retry.maximumAttempts { return }
        let latest = self.waits(index, attempt, tries: agent.tries, isByTimeout: !isByItself).upperBound
        let isTooLate = agent.deadline.map { self.now + latest >= $0 } ?? false
        self.require(isTooLate, "\(member.name) is not tried again after attempt \(attempt)")
    }

    /// Whether too many attempts of a shared budget have failed for another one, which only that can say.
    func isOutOfBudget(_ index: Int, _ error: String) -> Bool {
        guard error.hasSuffix(RunStateMachine.budgetIsSpent) else { return false }
        self.require(self.world.members[index].options.attemptBudget != nil, "\(self.name(index)) has no budget")
        return true
    }

    /// Whether a limit of the agent's or of the run has come now.
    private func isOutOfTime(_ index: Int) -> Bool {
        let decision = self.decisions[index]
        var limits = [self.observed[index].deadline, self.facts.deadline]
        if !self.world.members[index].options.isFinal { limits.append(self.facts.cutOff) }
        if self.observed[index].start == nil, let decision {
            limits.append(self.facts.budget(of: index, at: decision.began).map { decision.began + $0 })
        }
        return limits.contains(self.now)
    }

    func timedOut(_ index: Int, _ attempt: Int, _ error: String, _ limit: RunEvent.TimeLimit) {
        let agent = self.observed[index]
        self.require(agent.start != nil || self.decisions[index] != nil, "\(self.name(index)) has not begun")
        self.checkFailure(index, attempt, error, mayHaveFallback: false)
        let isOpen = agent.open.contains(attempt)
        let attemptEnd = isOpen ? self.attemptDeadline(index, agent.attempts[attempt - 1]) : nil
        let isOutOfTime = self.isOutOfTime(index) || (isOpen && attemptEnd == self.now)
        self.require(isOutOfTime, "\(self.name(index)) times out with time left")
        if limit == .deadline {
            self.require(self.facts.deadline != nil, "\(self.name(index)) has no deadline")
            self.observed[index].limit = limit
        } else {
            let hasLimit =
                self.facts.timeouts[index] != nil
                || self.world.members[index].options.retry.attemptTimeout != nil
            self.require(hasLimit, "\(self.name(index)) has no timeout")
        }
        let isCut = self.now == self.facts.cutOff || self.now == self.facts.deadline
        self.ended(index, .timedOut)
        self.failedForGood(index, isCut: isCut)
    }

    /// Where the first failure cancels all others.
    private func failedForGood(_ index: Int, isCut: Bool) {
        guard self.world.configuration.failsFast, !isCut else { return }
        self.cancelledAll = min(self.cancelledAll ?? self.now, self.now)
    }

    func cancelled(_ index: Int, _ reason: SkipReason?) {
        if let reason {
            guard case .notNeeded(let name) = reason else {
                return self.require(false, "\(self.name(index)) is cancelled: \(reason)")
            }
            self.checkUnneeded(index, by: name, hasBegun: true)
            self.observed[index].skipReason = reason
            return self.ended(index, .cancelled)
        }
        let isFailFast =
            self.world.configuration.failsFast
            && self.observed.contains { $0.end == self.now && ($0.state == .failed || $0.state == .timedOut) }
        let isByCaller = self.facts.cancellation == self.now
        self.require(isFailFast || isByCaller, "\(self.name(index)) is cancelled by nobody")
        self.ended(index, .cancelled)
    }

    /// Invariants 1, 2 and 6: one end each, within the budget, the deadline and the cut-off.
    func ended(_ index: Int, _ state: AgentState, refused: Int? = nil) {
        let name = self.name(index)
        self.require(self.observed[index].state == nil, "\(name) ends twice, now \(state)")
        for number in self.observed[index].open { _ = self.close(index, number, refused: number == refused) }
        self.observed[index].state = state
        self.observed[index].end = self.now
        if let end = self.observed[index].deadline { self.require(self.now <= end, "\(name) ends too late") }
        if let deadline = self.facts.deadline { self.require(self.now <= deadline, "\(name) ends after the deadline") }
        if let cutOff = self.facts.cutOff, !self.world.members[index].options.isFinal {
            self.require(self.now <= cutOff || state == .skipped, "\(name) ends after the cut-off")
        }
        if let instant = self.facts.cancellation {
            self.require(self.now <= instant, "\(name) ends after the cancellation")
        }
        if let instant = self.cancelledAll { self.require(self.now <= instant, "\(name) outlives the first failure") }
    }

    /// Invariant 4: the reason is true, and it is not one of another branch.
    func skipped(_ index: Int, _ reason: SkipReason) {
        let member = self.world.members[index]
        self.require(self.observed[index].start == nil, "\(member.name) is skipped after its start")
        switch reason {
        case .ancestor(let name, let state): self.checkAncestor(index, name, state)
        case .quorum(let required):
            let open = member.quorum.count {
                self.observed[$0].state == nil || self.observed[$0].state == .succeeded
            }
            self.require(open < member.quorumCount, "\(member.name): \(open) can still succeed")
            self.require(required == member.quorumCount, "\(member.name) needs \(member.quorumCount), not \(required)")
            let isPrompt = member.quorum.contains { self.observed[$0].end == self.now }
            self.require(isPrompt, "\(member.name) is skipped late")
        case .condition:
            self.require(member.isWanted == false, "\(member.name) is skipped against its condition")
            self.require(self.decisions[index]?.ended == self.now, "\(member.name) is skipped at another time")
        case .time: self.checkTime(index)
        case .notNeeded(let name): self.checkUnneeded(index, by: name, hasBegun: false)
        case .notChosen: self.require(false, "\(member.name) waits to be chosen")
        }
        self.observed[index].skipReason = reason
        self.ended(index, .skipped)
    }

    /// Whoever is dropped was to feed an agent that has enough or is not asked itself, and nobody else waits.
    private func checkUnneeded(_ index: Int, by name: String, hasBegun: Bool) {
        guard let dependent = self.facts.indices[name] else { return self.require(false, "\(name) is unknown") }
        let member = self.world.members[dependent]
        self.require(member.inputs.contains(index), "\(name) has never needed \(self.name(index))")
        let hasEnough = member.quorum.contains(index) && self.hasQuorum(dependent)
        let isLost = (hasEnough && member.isRace) || self.observed[dependent].isLost
        // Where only what is needed is wanted, what has begun may go on.
        let isSpared =
            self.world.configuration.skipsUnneeded && !hasBegun
            && (hasEnough || self.observed[dependent].state == .skipped)
        self.require(isLost || isSpared, "\(name) still needs \(self.name(index))")
        self.observed[index].isLost = isLost
        self.require(!self.world.members[index].options.isFinal, "\(self.name(index)) is final, and dropped")
        let others = self.facts.dependents[index].filter(self.isWaiting)
            .filter { !(self.world.members[$0].quorum.contains(index) && self.hasQuorum($0)) }
        self.require(others.isEmpty, "\(others.map(self.name)) still wait for \(self.name(index))")
    }

    private func isWaiting(_ index: Int) -> Bool {
        let agent = self.observed[index]
        return agent.state == nil && agent.start == nil && self.decisions[index].map { $0.began >= self.now } ?? true
    }

    private func hasQuorum(_ index: Int) -> Bool {
        let member = self.world.members[index]
        return member.quorumCount > 0
            && member.quorum.count { self.observed[$0].state == .succeeded } >= member.quorumCount
    }

    /// The other side of it: whoever has lost a race is stopped at once, unless somebody else waits.
    func checkRaces() {
        for (index, member) in self.world.members.enumerated() where member.isRace {
            let wins = member.quorum.filter { self.observed[$0].state == .succeeded }
            guard let won = wins.compactMap({ self.observed[$0].end }).min(), !self.hasEnded(index, before: won) else {
                continue
            }
            for loser in member.quorum where self.observed[loser].end.map({ $0 > won }) ?? true {
                let isAwaited = self.facts.dependents[loser].contains { other in
                    other != index && !self.hasEnded(other, before: won) && !self.hasBegun(other, before: won)
                }
                self.now = won
                self.require(
                    isAwaited || self.world.members[loser].options.isFinal, "\(self.name(loser)) goes on after its race"
                )
            }
        }
    }

    private func hasEnded(_ index: Int, before instant: Instant) -> Bool {
        self.observed[index].end.map { $0 < instant } ?? false
    }

    private func hasBegun(_ index: Int, before instant: Instant) -> Bool {
        (self.decisions[index]?.began ?? self.observed[index].start).map { $0 < instant } ?? false
    }

    private func checkAncestor(_ index: Int, _ name: String, _ state: AgentState) {
        let member = self.world.members[index]
        guard let culprit = self.facts.indices[name] else { return self.require(false, "\(name) is unknown") }
        self.require(self.observed[culprit].state == state && state != .succeeded, "\(name) is not \(state)")
        self.require(self.facts.ancestors(of: index).contains(culprit), "\(member.name) blames \(name), no ancestor")
        if case .ancestor = self.observed[culprit].skipReason { self.require(false, "\(name) is only a victim") }
        self.require(self.observed[culprit].end == self.now, "\(member.name) is skipped late")
    }

    /// There was really too little time to begin.
    private func checkTime(_ index: Int) {
        let member = self.world.members[index]
        let isCut = self.now == self.facts.deadline || (!member.options.isFinal && self.now == self.facts.cutOff)
        if isCut { return }
        let taken = self.decisions[index]?.began ?? self.now
        guard let budget = self.facts.budget(of: index, at: taken).map({ $0 - (self.now - taken) }) else {
            return self.require(false, "\(member.name) has all time")
        }
        self.require(
            budget <= 0 || budget < member.options.minimumBudget.asInstant,
            "\(member.name) is skipped with \(budget.text) left")
    }
}
