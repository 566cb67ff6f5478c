extension RunStateMachine {
    // MARK: One agent

    mutating func succeed(_ index: Int, output: String, fallbackReason: String? = nil) {
        self.end(index, .succeeded)
        self.emit(
            .agentSucceeded(
                agent: self.plan.nodes[index].name, attempt: self.nodes[index].attempt, output: output,
                fallbackReason: fallbackReason))
    }

    /// An attempt gave no result: the next one, or the fallback, or the end.
    mutating func attemptFailed(
        _ index: Int, _ error: String, isRetryable: Bool, retryAfter: Duration?, isTimeout: Bool
    ) {
        let name = self.plan.nodes[index].name
        let retry = self.plan.nodes[index].options.retry
        let attempt = self.nodes[index].attempt
        if isRetryable, attempt < retry.maximumAttempts {
            let delay = retry.delay(after: attempt, atLeast: retryAfter, using: &self.generator)
            if self.nodes[index].deadline.map({ self.now + delay < $0 }) ?? true {
                self.running -= 1
                self.nodes[index].phase = .backingOff
                self.emit(.attemptFailed(agent: name, attempt: attempt, error: error, retryIn: delay))
                return self.arm(.backOff(AttemptID(node: index, attempt: attempt)), at: self.now + delay)
            }
        }
        guard !self.takeFallback(index, because: error) else { return self.tellDependents(of: index) }
        if isTimeout {
            self.end(index, .timedOut)
            self.emit(.agentTimedOut(agent: name, attempt: attempt, error: error, limit: .timeout))
        } else {
            self.end(index, .failed)
            self.emit(.agentFailed(agent: name, attempt: attempt, error: error))
        }
        self.failedForGood(index)
    }

    /// An agent's own time is over.
    mutating func timeOut(_ index: Int, _ limit: RunEvent.TimeLimit, _ error: String) {
        self.stopCurrentAttempt(of: index)
        guard !self.takeFallback(index, because: error) else { return self.tellDependents(of: index) }
        self.markTimedOut(index, limit, error)
        self.failedForGood(index)
    }

    private mutating func failedForGood(_ index: Int) {
        if self.limits.failsFast { return self.cancelAll() }
        self.tellDependents(of: index)
    }

    private mutating func markTimedOut(_ index: Int, _ limit: RunEvent.TimeLimit, _ error: String) {
        self.nodes[index].hasRunOutOfTime = limit == .deadline
        self.end(index, .timedOut)
        self.emit(
            .agentTimedOut(
                agent: self.plan.nodes[index].name, attempt: self.nodes[index].attempt, error: error, limit: limit))
    }

    private mutating func takeFallback(_ index: Int, because error: String) -> Bool {
        guard self.limits.usesFallbacks, let fallback = self.plan.nodes[index].fallbackText else { return false }
        self.emit(.warning(message: "'\(self.plan.nodes[index].name)' uses its fallback: \(error)"))
        self.succeed(index, output: fallback, fallbackReason: error)
        return true
    }

    mutating func skip(_ index: Int, _ reason: SkipReason) {
        self.markSkipped(index, reason)
        self.tellDependents(of: index)
    }

    private mutating func markSkipped(_ index: Int, _ reason: SkipReason) {
        if case .ancestor = reason { self.nodes[index].blame = reason }
        self.nodes[index].isSkippedByCondition = reason == .condition
        self.nodes[index].hasRunOutOfTime = reason == .time
        self.end(index, .skipped)
        self.emit(.agentSkipped(agent: self.plan.nodes[index].name, reason: reason))
    }

    private mutating func end(_ index: Int, _ state: AgentState) {
        switch self.nodes[index].phase {
        case .running, .deciding: self.running -= 1
        case .waiting, .ready, .backingOff: break
        case .ended(let earlier):
            preconditionFailure("'\(self.plan.nodes[index].name)' is \(earlier) and cannot become \(state)")
        }
        self.nodes[index].phase = .ended(state)
        self.ended += 1
    }

    // MARK: Its dependents

    /// Tells the dependents that an agent has ended, and theirs when they are skipped for it.
    mutating func tellDependents(of first: Int) {
        var endedNodes = [first]
        while let index = endedNodes.popLast() {
            guard let state = self.endState(of: index) else { continue }
            for dependent in self.plan.nodes[index].dependents where self.nodes[dependent.node].phase == .waiting {
                if let reason = self.reasonToSkip(dependent, after: index, state) {
                    self.markSkipped(dependent.node, reason)
                    endedNodes.append(dependent.node)
                } else {
                    self.enqueueIfReady(dependent.node)
                }
            }
        }
    }

    /// Counts one ended input of a waiting agent; says why the agent can no longer be asked, if so.
    private mutating func reasonToSkip(
        _ dependent: ExecutionPlan.Input, after index: Int, _ state: AgentState
    ) -> SkipReason? {
        switch dependent.kind {
        case .wants:
            // At the cut-off a final agent stops waiting for what it only wants.
            if self.nodes[dependent.node].wantedLeft > 0 { self.nodes[dependent.node].wantedLeft -= 1 }
        case .needs:
            guard state == .succeeded else {
                return self.nodes[index].blame ?? .ancestor(name: self.plan.nodes[index].name, state: state)
            }
            self.nodes[dependent.node].requiredLeft -= 1
        case .quorum:
            let required = self.plan.nodes[dependent.node].quorum
            self.nodes[dependent.node].quorumOpen -= 1
            if state == .succeeded {
                self.nodes[dependent.node].quorumSucceeded += 1
                if self.nodes[dependent.node].quorumSucceeded == required {
                    self.nodes[dependent.node].requiredLeft -= 1
                }
            }
            let node = self.nodes[dependent.node]
            if node.quorumSucceeded + node.quorumOpen < required { return .quorum(required: required) }
        }
        return nil
    }

    // MARK: All at once

    mutating func cancelAll() {
        for index in self.nodes.indices where self.endState(of: index) == nil {
            self.stopCurrentAttempt(of: index)
            self.end(index, .cancelled)
            self.emit(.agentCancelled(agent: self.plan.nodes[index].name))
        }
    }

    /// The time for everything but the final agents is over: they begin with what is there.
    mutating func passCutOff() {
        let isFinal = self.plan.nodes.map(\.options.isFinal)
        let reserve = self.reserve.shortText
        let cut = self.nodes.indices.filter { !isFinal[$0] && self.endState(of: $0) == nil }
        for index in cut { self.cut(index, "no result \(reserve) before the deadline") }
        for index in cut { self.tellDependents(of: index) }
        for index in self.nodes.indices where isFinal[index] {
            self.nodes[index].wantedLeft = 0
            self.enqueueIfReady(index)
        }
    }

    mutating func passDeadline() {
        for index in self.nodes.indices where self.endState(of: index) == nil {
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

    mutating func stopCurrentAttempt(of index: Int) {
        guard self.nodes[index].phase == .running else { return }
        let id = AttemptID(node: index, attempt: self.nodes[index].attempt)
        self.stopping.insert(id)
        self.actions.append(.stop(node: index, attempt: id.attempt))
        self.arm(.grace(id), at: self.now + self.limits.stoppingGrace)
    }

    mutating func abandon(_ id: AttemptID) {
        guard self.stopping.remove(id) != nil else { return }
        self.abandoned.insert(id)
        self.emit(.attemptAbandoned(agent: self.plan.nodes[id.node].name, attempt: id.attempt))
    }

    mutating func stoppedAttemptEnded(_ id: AttemptID, _ outcome: AttemptOutcome) {
        let stoppedInTime = self.stopping.remove(id) != nil
        guard stoppedInTime || self.abandoned.remove(id) != nil else { return }
        if case .failed = outcome, stoppedInTime { return }
        self.emit(.lateResult(agent: self.plan.nodes[id.node].name, attempt: id.attempt))
    }

    // MARK: The run

    mutating func finishIfDone() {
        guard self.ended == self.nodes.count, self.stopping.isEmpty else { return }
        self.emit(.runFinished(status: self.status))
        self.hasFinished = true
        self.actions.append(.finish)
    }

    private var status: RunStatus {
        let isWhole = self.nodes.allSatisfy { node in
            node.phase == .ended(.succeeded) || node.isSkippedByCondition
        }
        if isWhole { return .complete }
        let hasOutput = self.nodes.indices.contains { index in
            let node = self.plan.nodes[index]
            return self.endState(of: index) == .succeeded && (node.options.isFinal || node.dependents.isEmpty)
        }
        if hasOutput { return .partial }
        return self.nodes.contains(where: \.hasRunOutOfTime) ? .nothing : .failed
    }
}
