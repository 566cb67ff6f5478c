extension RunStateMachine {
    mutating func enqueueIfReady(_ index: Int) {
        let node = self.nodes[index]
        guard node.phase == .waiting, node.requiredLeft == 0, node.wantedLeft == 0 else { return }
        self.enqueue(index)
    }

    mutating func enqueue(_ index: Int) {
        self.nodes[index].phase = .ready(since: self.now)
        let node = self.plan.nodes[index]
        // Where no duration is known all count the same, so the longest path is the longest chain.
        let chain = self.plan.hasDurations ? 0 : node.longestChain
        self.ready.insert(ReadyNode(remainingPath: node.remainingPath, chain: chain, index: index))
    }

    /// Starts ready agents, the longest remaining path first, while the limits allow.
    mutating func startReadyNodes() {
        while let first = self.ready.first {
            guard case .ready(let since) = self.nodes[first.index].phase else {
                _ = self.ready.removeFirst()
                continue
            }
            if let maximum = self.limits.maximumParallel, self.running >= maximum { return }
            guard self.now >= self.nextStart else {
                if !self.isSpacingArmed { self.arm(.spacing, at: self.nextStart) }
                self.isSpacingArmed = true
                return
            }
            _ = self.ready.removeFirst()
            self.leaveQueue(first.index, since: since)
        }
    }

    private mutating func leaveQueue(_ index: Int, since: Duration) {
        let isFirstStart = self.nodes[index].attempt == 0
        guard !isFirstStart || self.assignBudget(to: index) else { return self.skip(index, .time) }
        if self.now > since, isFirstStart {
            self.emit(.limitWaited(agent: self.plan.nodes[index].name, waited: self.now - since))
        }
        self.running += 1
        self.nextStart = self.now + self.limits.startSpacing
        if isFirstStart, self.plan.nodes[index].options.condition != nil {
            self.nodes[index].phase = .deciding
            self.actions.append(.decide(node: index))
        } else {
            self.startAttempt(index)
        }
    }

    /// Fixes the instant at which the agent's time is over; false when what is left is not worth a start.
    private mutating func assignBudget(to index: Int) -> Bool {
        let node = self.plan.nodes[index]
        let own = (node.options.timeout ?? self.limits.timeout).map { self.now + $0 }
        let shared = (node.options.isFinal ? self.deadline : self.cutOff).map { $0 - node.followingTime }
        switch (own, shared) {
        case (let own?, let shared?):
            self.nodes[index].deadline = min(own, shared)
            self.nodes[index].limit = own <= shared ? .timeout : .deadline
        case (let own, let shared):
            self.nodes[index].deadline = own ?? shared
            self.nodes[index].limit = own == nil ? .deadline : .timeout
        }
        guard let deadline = self.nodes[index].deadline else { return true }
        let budget = deadline - self.now
        guard budget > .zero, budget >= node.options.minimumBudget else { return false }
        self.arm(.agent(index), at: deadline)
        return true
    }

    /// Starts the next attempt of an agent that holds a slot.
    mutating func startAttempt(_ index: Int) {
        let name = self.plan.nodes[index].name
        let deadline = self.nodes[index].deadline
        self.nodes[index].phase = .running
        self.nodes[index].attempt += 1
        let attempt = self.nodes[index].attempt
        if attempt == 1 {
            let missing = self.missingInputs(of: index)
                .map { RunEvent.MissingInput(name: self.plan.nodes[$0.node].name, reason: $0.reason) }
            self.emit(.agentStarted(agent: name, budget: deadline.map { $0 - self.now }, missing: missing))
        }
        self.emit(.attemptStarted(agent: name, attempt: attempt))
        var attemptDeadline = deadline
        if let limit = self.plan.nodes[index].options.retry.attemptTimeout {
            let instant = self.now + limit
            self.arm(.attempt(AttemptID(node: index, attempt: attempt)), at: instant)
            attemptDeadline = deadline.map { min($0, instant) } ?? instant
        }
        self.actions.append(.start(node: index, attempt: attempt, deadline: attemptDeadline))
    }

    func missingReason(of index: Int) -> MissingReason? {
        guard case .ended(let state) = self.nodes[index].phase else { return .notYet }
        switch state {
        case .succeeded: return nil
        case .failed: return .failed
        case .timedOut: return .timedOut
        case .cancelled: return .cancelled
        case .skipped: return self.nodes[index].hasRunOutOfTime ? .notYet : .skipped
        }
    }
}
