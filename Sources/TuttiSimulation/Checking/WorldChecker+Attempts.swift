internal import TuttiCore

extension WorldChecker {
    /// Invariants 3 and 7: every input allows it, the budget is what the rules give, the missing inputs are told.
    func started(_ index: Int, _ budget: Instant?, _ missing: [RunEvent.MissingInput]) {
        let member = self.world.members[index]
        self.require(self.observed[index].start == nil && self.observed[index].state == nil, "\(member.name) restarts")
        self.observed[index].start = self.now
        self.observed[index].budget = budget
        self.observed[index].missing = missing
        // A condition is asked when the agent has its slot; its budget counts from then on.
        let taken = self.decisions[index]?.began ?? self.now
        for input in member.needs {
            let isDone = self.ended(input, by: taken) == .succeeded
            self.require(isDone, "\(member.name) starts without \(self.name(input))")
        }
        let isReleased = member.options.isFinal && self.facts.cutOff.map { taken >= $0 } ?? false
        for input in member.wants where !isReleased {
            self.require(self.ended(input, by: taken) != nil, "\(member.name) does not wait for \(self.name(input))")
        }
        let successes = member.quorum.count { self.ended($0, by: taken) == .succeeded }
        self.require(
            successes >= member.quorumCount, "\(member.name) starts with \(successes) of \(member.quorumCount)")
        self.require(member.isWanted != false, "\(member.name) starts against its condition")
        if member.isWanted != nil {
            self.require(self.decisions[index]?.ended == self.now, "\(member.name) starts apart from its decision")
        }
        let expected = self.facts.budget(of: index, at: taken).map { $0 - (self.now - taken) }
        self.require(budget == expected, "\(member.name) has \(budget?.text ?? "all time"), not \(expected as Any)")
        let isEnough = budget.map { $0 > 0 && $0 >= member.options.minimumBudget.asInstant } ?? true
        self.require(isEnough, "\(member.name) starts with \(budget?.text ?? "all time")")
        let actual = member.inputs.filter { self.observed[$0].missingReason != nil }
        let isTold =
            missing.count == actual.count
            && actual.allSatisfy { input in
                missing.contains { $0.name == self.name(input) && $0.reason == self.observed[input].missingReason }
            }
        self.require(isTold, "\(member.name) is told \(missing), misses \(actual.map(self.name))")
    }

    private func ended(_ index: Int, by instant: Instant) -> AgentState? {
        guard let end = self.observed[index].end, end <= instant else { return nil }
        return self.observed[index].state
    }

    /// Invariants 5, 9, 13: attempts count up to the maximum, nothing begins after a cancellation.
    func attemptStarted(_ index: Int, _ attempt: Int) {
        let member = self.world.members[index]
        let agent = self.observed[index]
        self.require(agent.open.isEmpty, "\(member.name)#\(attempt) starts beside \(agent.open)")
        let most = member.options.retry.maximumAttempts + (agent.asksSubstitute ? 1 : 0)
        self.require(
            agent.tries < most && attempt <= most + agent.attempts.count(where: \.isHedge),
            "\(member.name)#\(attempt) is one too many")
        if attempt == 1 {
            self.require(self.now == agent.start, "\(member.name) starts without an attempt")
        } else {
            let due = agent.attempts.compactMap(\.next).first { $0.number == attempt }?.due
            self.require(due.map { self.now >= $0 } ?? false, "\(member.name)#\(attempt) does not wait")
        }
        self.begun(index, attempt, isHedge: false)
    }

    /// An attempt begins beside another one: only of an agent without side effects, not before its delay.
    func hedgeStarted(_ index: Int, _ attempt: Int) {
        let agent = self.observed[index]
        guard let hedging = self.world.members[index].hedging, case .fixed(let delay) = hedging.delay,
            let latest = agent.attempts.last
        else { return self.require(false, "\(self.name(index)) is hedged") }
        self.require(!agent.open.isEmpty && !agent.asksSubstitute, "\(self.name(index))#\(attempt) joins nobody")
        self.require(
            agent.attempts.count(where: \.isHedge) < hedging.maximumAttempts - 1,
            "\(self.name(index))#\(attempt) is one hedge too many")
        self.require(self.now >= latest.start + delay.asInstant, "\(self.name(index))#\(attempt) joins too soon")
        self.begun(index, attempt, isHedge: true)
    }

    private func begun(_ index: Int, _ attempt: Int, isHedge: Bool) {
        let member = self.world.members[index]
        let agent = self.observed[index]
        self.require(agent.state == nil && agent.start != nil, "\(member.name)#\(attempt) starts")
        self.require(attempt == agent.attempts.count + 1, "\(member.name)#\(attempt) after \(agent.attempts.count)")
        if let end = agent.deadline { self.require(self.now <= end, "\(member.name)#\(attempt) starts too late") }
        if let instant = self.facts.cancellation {
            self.require(self.now <= instant, "\(member.name)#\(attempt) starts after the cancellation")
        }
        self.observed[index].attempts.append(
            Observed.Attempt(start: self.now, isHedge: isHedge, inputs: self.inputTexts(of: index)))
        self.open += 1
        self.mostOpen = max(self.mostOpen, self.open)
    }

    /// Closes an open attempt of an agent; says how it ended.
    func close(_ index: Int, _ number: Int, refused: Bool = false) -> Observed.How? {
        guard self.observed[index].open.contains(number) else { return nil }
        var how = Observed.How.byItself
        if refused {
            how = .refused
        } else if let ended = self.witness(index, number)?.ended {
            if ended > self.now { how = .stopped }
            self.require(ended >= self.now, "\(self.name(index))#\(number) had ended at \(ended.text), unheeded")
        } else {
            how = .stopped
        }
        self.observed[index].attempts[number - 1].end = self.now
        self.observed[index].attempts[number - 1].how = how
        self.open -= 1
        return how
    }

    /// When the time of an attempt is over; nil when it has no limit.
    func attemptDeadline(_ index: Int, _ attempt: Observed.Attempt) -> Instant? {
        let limit = self.world.members[index].options.retry.attemptTimeout.map { attempt.start + $0.asInstant }
        return [limit, self.observed[index].deadline].compactMap(\.self).min()
    }

    private func hasAttemptTimedOut(_ index: Int, _ attempt: Int) -> Bool {
        guard let limit = self.world.members[index].options.retry.attemptTimeout?.asInstant else { return false }
        return self.observed[index].attempts[attempt - 1].start + limit == self.now
    }

    /// Invariants 9 and 10: only what may be tried again is, not before the server allows, not past the deadline.
    func attemptFailed(_ index: Int, _ attempt: Int, _ error: String, _ wait: Instant?) {
        let member = self.world.members[index]
        let agent = self.observed[index]
        self.require(agent.open.contains(attempt) && agent.state == nil, "\(member.name)#\(attempt) fails")
        guard agent.open.contains(attempt) else { return }
        let how = self.close(index, attempt, refused: error.hasPrefix(Self.refusal))
        guard attempt <= member.attempts.count else { return }
        let isByTimeout = how == .stopped || (self.hasAttemptTimedOut(index, attempt) && !error.hasPrefix(Self.failure))
        let isPermanent = how == .byItself && !isByTimeout && member.attempts[attempt - 1].ending == .failsForGood
        if isByTimeout {
            self.require(self.hasAttemptTimedOut(index, attempt), "\(member.name)#\(attempt) is out of time")
        } else if how == .byItself {
            let wasOverrun = self.witness(index, attempt)?.hasSucceeded == false
            self.require(wasOverrun, "\(member.name)#\(attempt) has succeeded")
        }
        // Those beside it go on, unless no attempt can help.
        if isPermanent { for other in self.observed[index].open { _ = self.close(index, other) } }
        guard self.observed[index].open.isEmpty else {
            return self.require(wait == nil, "\(member.name)#\(attempt) waits for others")
        }
        guard let wait else { return self.require(false, "\(member.name)#\(attempt) leaves it to nobody") }
        let next = agent.attempts.count + 1
        self.observed[index].attempts[attempt - 1].next = (next, self.now + wait)
        let mayRetry = agent.tries < member.options.retry.maximumAttempts && !isPermanent && !agent.asksSubstitute
        let range = self.waits(index, attempt, tries: agent.tries, isByTimeout: isByTimeout || how == .refused)
        let isTooLate = agent.deadline.map { self.now + range.upperBound >= $0 } ?? false
        let isSubstituteNext =
            member.hasSubstitute && !agent.asksSubstitute && self.facts.usesFallbacks
            && (self.witness(index, next)?.isSubstitute ?? (!mayRetry || (isTooLate && wait == 0)))
        guard !isSubstituteNext else {
            self.observed[index].asksSubstitute = true
            self.require(
                !mayRetry || isTooLate || self.isOutOfBudget(index, error),
                "\(member.name)#\(attempt) is not tried again")
            return self.require(wait == 0, "\(member.name) waits \(wait.text) for its fallback agent")
        }
        self.require(mayRetry, "\(member.name) retries after attempt \(attempt)")
        self.require(
            range.contains(wait),
            "\(member.name) waits \(wait.text), not \(range.lowerBound.text) to \(range.upperBound.text)")
        if let end = self.observed[index].deadline {
            self.require(self.now + wait < end, "\(member.name) waits too long")
        }
    }

    /// How long an agent may wait after a failed attempt, and so many tries.
    func waits(_ index: Int, _ attempt: Int, tries: Int, isByTimeout: Bool) -> ClosedRange<Instant> {
        let member = self.world.members[index]
        var bound = min(member.options.retry.backoff.asInstant, 20_000_000_000)
        for _ in 1..<max(tries, 1) { bound = min(2 * bound, 20_000_000_000) }
        var minimum: Instant = 0
        if !isByTimeout, case .fails(let wait) = member.attempts[attempt - 1].ending { minimum = wait?.asInstant ?? 0 }
        return minimum...max(bound, minimum)
    }

    func abandoned(_ index: Int, _ attempt: Int) {
        let ended = self.witness(index, attempt)?.ended
        self.require(ended.map { $0 >= self.now } ?? true, "\(self.name(index))#\(attempt) is abandoned and has ended")
        self.change(index, attempt) {
            self.require($0.abandoned == nil && $0.end != nil, "\(self.name(index))#\(attempt) is abandoned")
            $0.abandoned = self.now
        }
    }

    /// Invariant 8: a late result is told once.
    func late(_ index: Int, _ attempt: Int) {
        let ended = self.witness(index, attempt)?.ended
        self.require(ended == self.now, "\(self.name(index))#\(attempt) is late, at \(ended?.text ?? "no time")")
        self.change(index, attempt) {
            self.require($0.late == nil && $0.end != nil, "\(self.name(index))#\(attempt) is late")
            $0.late = self.now
        }
    }

    /// How the error begins of an attempt that was not made.
    static let refusal = "not started:"
    /// What scripted failures say.
    static let failure = "scripted failure"
}
