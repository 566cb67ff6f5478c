extension RunStateMachine {
    // MARK: One attempt

    /// The attempt on a lane has given a result.
    mutating func takeSuccess(on lane: Int) -> Order? {
        guard let index = self.lanes[lane].release() else {
            self.stoppedAttemptEnded(on: lane, hasFailed: false)
            return nil
        }
        self.countShort(index)
        if self.table.agents[index].hasAttemptPolicies { self.settle(index, self.lanes[lane].attempt, .success) }
        if !self.nodes[index].special.isEmpty { self.stopRivals(of: index) }
        self.succeed(index, attempt: self.lanes[lane].attempt)
        self.releaseDependents(of: index)
        return self.takeNext(on: lane)
    }

    /// The attempt on a lane has ended.
    mutating func take(_ outcome: AttemptOutcome, on lane: Int) -> Order? {
        guard case .failed(let error, let isRetryable, let retryAfter, let wasMade) = outcome else {
            return self.takeSuccess(on: lane)
        }
        guard let index = self.lanes[lane].release() else {
            self.stoppedAttemptEnded(on: lane, hasFailed: true)
            return nil
        }
        self.settle(index, self.lanes[lane].attempt, isRetryable && wasMade ? .transientFailure : .other)
        self.attemptFailed(
            index, attempt: self.lanes[lane].attempt, error, isRetryable: isRetryable, retryAfter: retryAfter,
            isTimeout: false, wasMade: wasMade)
        return self.takeNext(on: lane)
    }

    @inline(__always)
    private mutating func succeed(_ index: Int, attempt: Int32) {
        self.end(index, .succeeded)
        if self.nodes[index].special.asksSubstitute { return self.emitSubstituteSuccess(index, attempt: attempt) }
        self.notes.setError(nil, of: index)
        self.emit(.agentSucceeded, index, attempt: attempt)
    }

    /// An attempt gave no result: the next one, the fallback agent, the fallback, or the end.
    mutating func attemptFailed(
        _ index: Int, attempt number: Int32, _ error: String, isRetryable: Bool, retryAfter: Duration?, isTimeout: Bool,
        wasMade: Bool = true
    ) {
        let attempt = Int(number)
        var error = error
        self.notes.setError(error, of: index)
        if self.leavesToRivals(index, isRetryable: isRetryable) {
            return self.emitFailure(of: index, attempt, error, retryIn: nil)
        }
        let retry = self.table.declarations[index].options.retry
        let special = self.nodes[index].special
        let retried = Int(self.nodes[index].attempt) - Int(special.hedges)
        let hasAttempts = isRetryable && retried < retry.maximumAttempts && !special.asksSubstitute
        if hasAttempts, wasMade, !self.budgetAllowsRetry(of: index) {
            error += Self.budgetIsSpent
            self.notes.setError(error, of: index)
        } else if hasAttempts {
            let delay = retry.delay(after: retried, atLeast: retryAfter, using: &self.generator)
            if self.backOff(index, for: delay) { return self.emitFailure(of: index, attempt, error, retryIn: delay) }
        }
        if self.askSubstitute(of: index) {
            self.emitFailure(of: index, attempt, error, retryIn: .zero)
            return self.warn("'\(self.name(of: index))' asks its fallback agent: \(error)")
        }
        guard !self.takeFallback(index, attempt: number, because: error) else {
            return self.tellDependents(of: index)
        }
        self.end(index, isTimeout ? .timedOut : .failed)
        let agent = self.name(of: index)
        self.emit { _ in
            isTimeout
                ? .agentTimedOut(agent: agent, attempt: attempt, error: error, limit: .timeout)
                : .agentFailed(agent: agent, attempt: attempt, error: error)
        }
        self.failedForGood(index)
    }

    private mutating func emitFailure(of index: Int, _ attempt: Int, _ error: String, retryIn delay: Duration?) {
        self.emit { machine in
            .attemptFailed(agent: machine.name(of: index), attempt: attempt, error: error, retryIn: delay)
        }
    }

    /// Waits for the next attempt, unless the agent's time would be over by then.
    mutating func backOff(_ index: Int, for delay: Duration) -> Bool {
        let instant = self.now.advanced(byAtMost: delay.nanoseconds)
        guard instant < self.nodes[index].deadline else { return false }
        self.running -= 1
        self.nodes[index].phase = .backingOff
        self.nodes[index].lane = -1
        if self.nodes[index].deadline != .never { self.arm(.agent, index, at: self.nodes[index].deadline) }
        self.arm(.backOff, index, attempt: self.nodes[index].attempt, at: instant)
        return true
    }

    // MARK: One agent

    /// An agent's own time is over.
    mutating func timeOut(_ index: Int) {
        let limit: RunEvent.TimeLimit = self.nodes[index].isDeadlineShared ? .deadline : .timeout
        self.stopCurrentAttempt(of: index, limit == .timeout ? .transientFailure : .other)
        if self.hasFallback(index), self.takeFallback(index, because: self.timeoutText(of: index)) {
            return self.tellDependents(of: index)
        }
        // The text is made by whoever reads it: a thousand agents may run out of time at the same moment.
        self.markTimedOut(index, limit, nil)
        self.failedForGood(index)
    }

    private func timeoutText(of index: Int) -> String {
        self.limits.timeoutText(
            self.table.agents[index].timeout, isDeadlineShared: self.nodes[index].isDeadlineShared)
    }

    private mutating func failedForGood(_ index: Int) {
        if self.limits.failsFast, !self.choices.isSuspected(index) { return self.cancelAll() }
        self.tellDependents(of: index)
    }

    /// Without a text it is the agent's own time that was over.
    private mutating func markTimedOut(_ index: Int, _ limit: RunEvent.TimeLimit, _ error: String?) {
        self.nodes[index].hasRunOutOfTime = limit == .deadline
        self.notes.setError(error, of: index)
        self.end(index, .timedOut)
        self.emit { machine in
            .agentTimedOut(
                agent: machine.name(of: index), attempt: Int(machine.nodes[index].attempt),
                error: error ?? machine.timeoutText(of: index), limit: limit)
        }
    }

    private func hasFallback(_ index: Int) -> Bool {
        self.limits.usesFallbacks && self.table.declarations[index].fallbackText != nil
    }

    private mutating func takeFallback(_ index: Int, attempt: Int32? = nil, because error: String) -> Bool {
        guard self.limits.usesFallbacks, let fallback = self.table.declarations[index].fallbackText else {
            return false
        }
        let agent = self.name(of: index)
        self.warn("'\(agent)' uses its fallback: \(error)")
        self.notes.setError(error, of: index)
        self.nodes[index].usesFallback = true
        self.end(index, .succeeded)
        self.emit { machine in
            .agentSucceeded(
                agent: agent, attempt: Int(attempt ?? machine.nodes[index].attempt), output: fallback,
                fallbackReason: error)
        }
        return true
    }

    @inline(never)
    mutating func skip(_ index: Int, _ reason: SkipReason) {
        self.markSkipped(index, reason)
        self.tellDependents(of: index)
    }

    mutating func markSkipped(_ index: Int, _ reason: SkipReason) {
        self.notes.skipReasons[index] = reason
        self.nodes[index].hasRunOutOfTime = reason == .time
        if reason.isExcused { self.tally.excused += 1 }
        self.end(index, .skipped)
        self.emit { machine in .agentSkipped(agent: machine.name(of: index), reason: reason) }
    }

    @inline(__always)
    mutating func end(_ index: Int, _ phase: NodeState.Phase) {
        let earlier = self.nodes[index].end(phase, at: self.now)
        switch earlier {
        case .running: self.running -= 1
        case .deciding:
            self.running -= 1
            self.deciding -= 1
        case .ready: self.dequeue(index)
        case .waiting, .backingOff: break
        default: preconditionFailure("'\(self.name(of: index))' is \(earlier) and cannot become \(phase)")
        }
        let start = self.nodes[index].startedAt
        self.tally.count(phase, after: start == .never ? 0 : self.now - start)
    }

    // MARK: Its dependents

    /// Tells the dependents of an agent that has succeeded: nobody is skipped for that.
    private mutating func releaseDependents(of index: Int) {
        if !self.choices.isEmpty { self.releaseChosen(after: index) }
        for edge in self.table.dependentRange(of: index) {
            let edge = self.table.dependents[edge]
            let dependent = Int(edge.node)
            // An agent that has ended is counted like the others: nothing asks for it any more.
            switch edge.kind {
            case .needs: self.requiredLeft[dependent] -= 1
            case .wants: self.nodes[dependent].countWanted()
            case .quorum:
                let required = self.table.agents[dependent].quorum
                if self.nodes[dependent].winsQuorum(of: required) {
                    self.requiredLeft[dependent] -= 1
                    self.dropLateInputs(of: dependent)
                }
            case .choice:
                guard self.nodes[dependent].isHeld, self.nodes[dependent].phase == .waiting else { continue }
                self.skip(dependent, .notChosen(by: self.name(of: index)))
            }
            if self.requiredLeft[dependent] == 0 { self.enqueueIfReady(dependent) }
        }
    }

    /// Tells the dependents that an agent has ended, and theirs when they are skipped for it.
    mutating func tellDependents(of first: Int) {
        guard !self.table.dependentRange(of: first).isEmpty || !self.choices.isEmpty else { return }
        var endedNodes = [first]
        while let index = endedNodes.popLast() {
            if self.nodes[index].phase == .succeeded {
                self.releaseDependents(of: index)
                continue
            }
            if !self.choices.isEmpty { self.releaseChosen(after: index) }
            for edge in self.table.dependents(of: index) where self.nodes[Int(edge.node)].phase == .waiting {
                let dependent = Int(edge.node)
                if let reason = self.reasonToSkip(dependent, edge.kind, after: index) {
                    self.markSkipped(dependent, reason)
                    endedNodes.append(dependent)
                    self.dropInputs(ofSkipped: dependent)
                } else {
                    self.enqueueIfReady(dependent)
                }
            }
        }
    }

    /// Counts one input that has ended without a result; says why the waiting agent can no longer be asked, if so.
    private mutating func reasonToSkip(_ dependent: Int, _ kind: DependencyEdge.Kind, after index: Int) -> SkipReason? {
        switch kind {
        case .wants:
            self.nodes[dependent].countWanted()
            return nil
        case .needs:
            if let blame = self.notes.skipReasons[index], case .ancestor = blame { return blame }
            return .ancestor(name: self.name(of: index), state: self.nodes[index].end ?? .skipped)
        case .quorum:
            let required = self.table.agents[dependent].quorum
            return self.nodes[dependent].losesQuorum(of: required) ? .quorum(required: Int(required)) : nil
        case .choice: return self.nodes[dependent].isHeld ? .notChosen(by: self.name(of: index)) : nil
        }
    }

    // MARK: All at once

    mutating func cancelAll() {
        for index in self.nodes.indices where !self.nodes[index].hasEnded {
            self.stopCurrentAttempt(of: index)
            self.end(index, .cancelled)
            self.emit { machine in .agentCancelled(agent: machine.name(of: index), reason: nil) }
        }
        self.shortenGraces()
    }

    /// The time for everything but the final agents is over: they begin with what is there.
    mutating func passCutOff() {
        let reserve = self.reserve.duration.shortText
        let cut = self.nodes.indices.filter { index in
            let agent = self.table.agents[index]
            return !agent.isFinal && !agent.outlastsCutOff && !self.nodes[index].hasEnded
        }
        for index in cut { self.cut(index, "no result \(reserve) before the deadline") }
        for index in cut { self.tellDependents(of: index) }
        for index in self.nodes.indices where self.table.agents[index].isFinal {
            self.nodes[index].wantedLeft = 0
            self.enqueueIfReady(index)
        }
    }

    mutating func passDeadline() {
        for index in self.nodes.indices where !self.nodes[index].hasEnded {
            self.cut(index, "no result by the deadline")
        }
    }

    /// Ends one agent at the cut-off or the deadline, without telling its dependents yet.
    private mutating func cut(_ index: Int, _ error: String) {
        let hasStarted = self.nodes[index].attempt > 0 || self.nodes[index].phase == .deciding
        guard hasStarted else { return self.markSkipped(index, .time) }
        self.stopCurrentAttempt(of: index)
        if !self.takeFallback(index, because: error) { self.markTimedOut(index, .deadline, error) }
    }

    // MARK: Attempts that were told to stop

    /// Tells whatever is at work for an agent to stop.
    ///
    /// - Parameter outcome: What that says of whoever it has called.
    mutating func stopCurrentAttempt(of index: Int, _ outcome: AttemptBudget.Outcome = .other) {
        guard self.nodes[index].phase == .running else { return }
        self.stopAttempt(on: Int(self.nodes[index].lane), outcome)
        if !self.nodes[index].special.isEmpty { self.stopRivals(of: index) }
    }

    /// Tells one attempt to stop.
    mutating func stopAttempt(on lane: Int, _ outcome: AttemptBudget.Outcome = .other) {
        let index = Int(self.lanes[lane].node)
        if self.table.agents[index].hasAttemptPolicies { self.settle(index, self.lanes[lane].attempt, outcome) }
        self.lanes[lane].fate = .stopping
        self.stopping += 1
        self.stops.append(lane)
        self.armGrace(of: lane)
    }

    mutating func abandon(_ lane: Int) {
        let (node, attempt) = (Int(self.lanes[lane].node), Int(self.lanes[lane].attempt))
        self.lanes[lane].fate = .abandoned
        self.stopping -= 1
        self.abandonments.append(lane)
        self.notes.abandoned[node, default: 0] += 1
        self.emit { machine in .attemptAbandoned(agent: machine.name(of: node), attempt: attempt) }
    }

    private mutating func stoppedAttemptEnded(on lane: Int, hasFailed: Bool) {
        let hasStoppedInTime = self.lanes[lane].fate == .stopping
        let (node, attempt) = (Int(self.lanes[lane].node), Int(self.lanes[lane].attempt))
        if hasStoppedInTime { self.stopping -= 1 }
        self.closeLane(lane)
        self.dropPassedGraces()
        if hasFailed, hasStoppedInTime { return }
        if !self.hasFinished { self.emit { machine in .lateResult(agent: machine.name(of: node), attempt: attempt) } }
    }

    /// Whether a result of the attempt on a lane would still count.
    @inline(__always)
    package func isCurrent(_ lane: Int) -> Bool { self.lanes[lane].fate == .current }

    /// Whether the attempt on a lane was given up.
    @inline(__always)
    package func isAbandoned(_ lane: Int) -> Bool { self.lanes[lane].fate == .abandoned }

    // MARK: The run

    var status: RunStatus {
        if self.tally.succeeded + self.tally.excused == self.nodes.count { return .complete }
        let hasOutput = self.nodes.indices.contains { index in
            let agent = self.table.agents[index]
            return self.nodes[index].phase == .succeeded && (agent.isFinal || agent.dependents.isEmpty)
        }
        if hasOutput { return .partial }
        return self.nodes.contains(where: \.hasRunOutOfTime) ? .nothing : .failed
    }
}
