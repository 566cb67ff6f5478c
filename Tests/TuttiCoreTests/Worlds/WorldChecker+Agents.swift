import TuttiCore

extension WorldChecker {
    /// Invariants 3 and 7: every input allows it, the budget is what the rules give, the missing inputs are told.
    func started(_ index: Int, _ budget: Duration?, _ missing: [RunEvent.MissingInput]) {
        let member = self.world.members[index]
        self.require(
            self.observed[index].start == nil && self.observed[index].end == nil, "\(member.name) starts twice")
        self.observed[index].start = self.now
        self.observed[index].budget = budget
        for input in member.needs {
            self.require(
                self.observed[input].end?.state == .succeeded, "\(member.name) starts without \(self.name(input))")
        }
        let isReleased = member.options.isFinal && self.cutOff.map { self.now >= $0 } ?? false
        for input in member.wants where !isReleased {
            self.require(self.observed[input].end != nil, "\(member.name) does not wait for \(self.name(input))")
        }
        let successes = member.quorum.count { self.observed[$0].end?.state == .succeeded }
        self.require(
            successes >= member.quorumCount, "\(member.name) starts with \(successes) of \(member.quorumCount)")
        self.require(member.isWanted != false, "\(member.name) starts against its condition")
        let expected = self.expectedBudget(of: index)
        self.require(budget == expected, "\(member.name) has \(budget as Any), not \(expected as Any)")
        let isEnough = budget.map { $0 > .zero && $0 >= member.options.minimumBudget } ?? true
        // A condition is asked between the decision and the start, which takes no virtual time.
        self.require(isEnough, "\(member.name) starts with \(budget as Any)")
        let told = Dictionary(missing.map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
        let actual = Dictionary(
            member.inputs.compactMap { input in self.missingReason(of: input).map { (self.name(input), $0) } },
            uniquingKeysWith: { first, _ in first })
        self.require(told == actual, "\(member.name) is told \(told), misses \(actual)")
    }

    /// Invariants 5, 9, 13: attempts count up to the maximum, the limit holds, nothing begins after a cancellation.
    func attemptStarted(_ index: Int, _ attempt: Int) {
        let member = self.world.members[index]
        let agent = self.observed[index]
        self.require(agent.end == nil && agent.start != nil && !agent.isAttemptOpen, "\(member.name)\(attempt) starts")
        self.require(attempt == agent.attempt + 1, "\(member.name)\(attempt) after \(agent.attempt)")
        self.require(attempt <= member.options.retry.maximumAttempts, "\(member.name)\(attempt) is one too many")
        if let retryAt = agent.retryAt { self.require(self.now >= retryAt, "\(member.name)\(attempt) does not wait") }
        if let cancellation = self.world.cancellation {
            self.require(self.now <= cancellation, "\(member.name)\(attempt) starts after the cancellation")
        }
        self.observed[index].attempt = attempt
        self.setOpen(index, true)
        self.observed[index].attemptStart = self.now
        self.observed[index].inputs = self.inputTexts(of: index)
        if let maximum = self.world.configuration.maximumParallel {
            self.require(self.held <= maximum, "\(self.held) run, \(maximum) may")
        }
    }

    /// Invariants 9 and 10: only what may be tried again is, not before the server allows, not past the deadline.
    func attemptFailed(_ index: Int, _ attempt: Int, _ retryIn: Duration) {
        let member = self.world.members[index]
        self.require(
            self.observed[index].isAttemptOpen && attempt == self.observed[index].attempt, "\(member.name) fails")
        self.setOpen(index, false)
        self.observed[index].retryAt = self.now + retryIn
        self.require(attempt < member.options.retry.maximumAttempts, "\(member.name) retries after the last attempt")
        let bound = member.options.retry.backoff * (1 << (attempt - 1))
        if !self.hasAttemptTimedOut(index) {
            var minimum = Duration.zero
            switch member.attempts[attempt - 1].ending {
            case .succeeds, .failsForGood: self.require(false, "\(member.name)\(attempt) is retried")
            case .fails(let retryAfter): minimum = retryAfter ?? .zero
            }
            self.require(retryIn >= minimum, "\(member.name) comes back after \(retryIn), not \(minimum)")
            self.require(retryIn <= max(bound, minimum), "\(member.name) waits \(retryIn), at most \(bound)")
        }
        if let end = self.agentDeadline(index) {
            self.require(self.now + retryIn < end, "\(member.name) waits too long")
        }
    }

    /// Invariants 8 and 11: the result is that of this very attempt on these very inputs.
    func succeeded(_ index: Int, _ attempt: Int, _ output: String, isFallback: Bool) {
        let member = self.world.members[index]
        if isFallback {
            self.require(self.world.configuration.fallback == .declared, "\(member.name) uses a fallback")
            self.require(output == "fallback of \(member.name)", "\(member.name) gives \(output)")
        } else {
            let expected = World.result(of: member.name, attempt: attempt, inputs: self.observed[index].inputs)
            let end = self.observed[index].attemptStart + member.attempts[max(attempt, 1) - 1].duration
            self.require(self.now == end, "\(member.name) succeeds now, not at \(end)")
            self.require(attempt == self.observed[index].attempt, "\(member.name) succeeds with attempt \(attempt)")
            self.require(
                member.attempts[max(attempt, 1) - 1].ending == .succeeds, "\(member.name)\(attempt) cannot succeed")
            self.require(output == expected, "\(member.name) gives \(output), not \(expected)")
        }
        self.observed[index].output = output
        self.ended(index, .succeeded)
    }

    func failed(_ index: Int, _ attempt: Int) {
        let member = self.world.members[index]
        self.require(member.attempts[max(attempt, 1) - 1].ending != .succeeds, "\(member.name) fails and should not")
        let mustFallBack = member.options.fallback != nil && self.world.configuration.fallback == .declared
        self.require(!mustFallBack, "\(member.name) fails in spite of its fallback")
        self.ended(index, .failed)
    }

    /// Invariants 1, 2 and 6: one end each, within the budget, the deadline and the cut-off.
    func ended(_ index: Int, _ state: AgentState) {
        self.require(self.observed[index].end == nil, "\(self.name(index)) ends twice, now \(state)")
        self.observed[index].end = (state, self.now)
        self.setOpen(index, false)
        if let end = self.agentDeadline(index) { self.require(self.now <= end, "\(self.name(index)) ends too late") }
        if let deadline = self.world.deadline { self.require(self.now <= deadline, "\(self.name(index)) ends late") }
        if let cutOff = self.cutOff, !self.world.members[index].options.isFinal, state == .succeeded {
            self.require(self.now <= max(cutOff, .zero), "\(self.name(index)) succeeds after the cut-off")
        }
        if state == .cancelled {
            let isFailFast = self.world.configuration.failsFast
            let isCancelled = self.world.cancellation.map { self.now >= $0 } ?? false
            self.require(isFailFast || isCancelled, "\(self.name(index)) is cancelled by nobody")
        }
    }

    /// Invariant 4: the reason is true, and it is not one of another branch.
    func skipped(_ index: Int, _ reason: SkipReason) {
        let member = self.world.members[index]
        self.require(self.observed[index].start == nil, "\(member.name) is skipped after its start")
        switch reason {
        case .ancestor(let name, let state):
            let culprit = self.indices[name] ?? 0
            self.require(self.observed[culprit].end?.state == state && state != .succeeded, "\(name) is not \(state)")
            self.require(self.ancestors(of: index).contains(culprit), "\(member.name) blames \(name), no ancestor")
            if case .ancestor = self.observed[culprit].skipReason { self.require(false, "\(name) is only a victim") }
            self.require(self.observed[culprit].end?.time == self.now, "\(member.name) is skipped late")
        case .quorum:
            let open = member.quorum.count {
                self.observed[$0].end == nil || self.observed[$0].end?.state == .succeeded
            }
            self.require(open < member.quorumCount, "\(member.name): \(open) can still succeed")
        case .condition: self.require(member.isWanted == false, "\(member.name) is skipped against its condition")
        case .time:
            self.require(self.world.deadline != nil || self.world.hasTimeout(index), "\(member.name): no time?")
            self.observed[index].hasRunOutOfTime = true
        }
        self.observed[index].skipReason = reason
        self.ended(index, .skipped)
    }
}
