/// Attempts of one agent beside each other, the one that its fallback agent makes, and what all of them may spend.
extension RunStateMachine {
    // MARK: At the start of an attempt

    /// Arms what belongs to an attempt that begins, and returns when its time is over.
    @inline(never)
    mutating func applyAttemptPolicies(to index: Int) -> Nanoseconds {
        let node = self.nodes[index]
        let options = self.table.declarations[index].options
        self.budget(of: index)?.attemptBegan(isRetry: node.attempt > 1)
        let delay = self.table.agents[index].hedgeDelay
        if delay != .never, let hedging = options.hedging, Int(node.special.hedges) + 1 < hedging.maximumAttempts {
            self.arm(.hedge, index, attempt: node.attempt, at: self.now.advanced(byAtMost: delay))
        }
        guard let limit = options.retry.attemptTimeout else { return node.deadline }
        return min(node.deadline, self.now.advanced(byAtMost: limit.nanoseconds))
    }

    /// The latest attempt of an agent has taken so long that another one is to join it.
    mutating func hedgeIsDue(_ index: Int, attempt: Int32) {
        let node = self.nodes[index]
        guard node.word == NodeState.Word(.running, attempt: attempt), !node.special.asksSubstitute,
            node.deadline > self.now
        else { return }
        self.nodes[index].special.isHedgeDue = true
        self.queue(index)
    }

    /// Starts an attempt beside another one.
    ///
    /// Nil when too many are: what is slow everywhere is not mended by calling twice.
    mutating func startHedge(_ index: Int, on lane: Int) -> Order? {
        guard self.budget(of: index)?.mayHedge() ?? true else {
            self.nodes[index].special.isHedgeDue = false
            return nil
        }
        self.running += 1
        self.nextStart = self.now.advanced(byAtMost: self.startSpacing)
        self.nodes[index].hedge(on: lane)
        let attempt = Int(self.nodes[index].attempt)
        self.emit { machine in .hedgeStarted(agent: machine.name(of: index), attempt: attempt) }
        self.tally.maximumConcurrency = max(self.tally.maximumConcurrency, self.running - self.deciding)
        let end = self.applyAttemptPolicies(to: index)
        self.occupy(lane, with: index, until: end)
        return .start(node: index, attempt: attempt, deadline: end)
    }

    // MARK: At the end of an attempt

    /// Tells all attempts of an agent to stop that still count, but for the one that holds its slot.
    mutating func stopRivals(of index: Int) {
        for lane in self.lanes.indices where self.isAtWork(lane, for: index) { self.stopAttempt(on: lane) }
        self.running -= Int32(self.nodes[index].special.rivals)
        self.nodes[index].special.rivals = 0
        self.forgetHedge(of: index)
    }

    /// Whether the failure of an attempt is left to those beside it; not one that no attempt can mend.
    mutating func leavesToRivals(_ index: Int, isRetryable: Bool) -> Bool {
        guard !self.nodes[index].special.isEmpty else { return false }
        guard self.nodes[index].special.rivals > 0 else {
            self.forgetHedge(of: index)
            return false
        }
        guard isRetryable else {
            self.stopRivals(of: index)
            return false
        }
        self.running -= 1
        self.nodes[index].special.rivals -= 1
        let other = self.lanes.indices.first { self.isAtWork($0, for: index) }
        self.nodes[index].lane = Int32(truncatingIfNeeded: other ?? -1)
        return true
    }

    private mutating func forgetHedge(of index: Int) {
        guard self.nodes[index].special.isHedgeDue else { return }
        self.nodes[index].special.isHedgeDue = false
        self.dequeue(index)
    }

    private func isAtWork(_ lane: Int, for index: Int) -> Bool {
        self.lanes[lane].node == Int32(truncatingIfNeeded: index) && self.lanes[lane].fate == .current
    }

    /// Whether an attempt of an agent that was hedged still counts.
    func isAtWork(_ index: Int, _ attempt: Int32) -> Bool {
        self.lanes.indices.contains { self.isAtWork($0, for: index) && self.lanes[$0].attempt == attempt }
    }

    // MARK: The budget

    /// What an error says when it is not tried again for this reason.
    package static var budgetIsSpent: String { "; not tried again, as too many attempts of its provider fail" }

    /// What the attempts of an agent are counted on, if they are; shared with other runs, and settled at once.
    ///
    /// None of an agent whose beginnings are not counted: one that has side effects is never hedged, whatever it says.
    private func budget(of index: Int) -> AttemptBudget? {
        guard self.table.agents[index].hasAttemptPolicies else { return nil }
        let options = self.table.declarations[index].options
        return options.attemptBudget ?? (options.hedging == nil ? nil : self.hedgingBudget)
    }

    func budgetAllowsRetry(of index: Int) -> Bool {
        self.table.declarations[index].options.attemptBudget?.mayRetry ?? true
    }

    /// An attempt has ended, or nobody waits for it any more.
    @inline(never)
    func settle(_ index: Int, _ attempt: Int32, _ outcome: AttemptBudget.Outcome) {
        self.budget(of: index)?.attemptEnded(outcome, wasRetry: attempt > 1)
    }

    // MARK: The fallback agent

    /// Makes the fallback agent's attempt the next one, at once, when there is one and it has not been asked.
    mutating func askSubstitute(of index: Int) -> Bool {
        guard self.limits.usesFallbacks, self.table.declarations[index].options.fallbackAgent != nil,
            !self.nodes[index].special.asksSubstitute, self.backOff(index, for: .zero)
        else { return false }
        self.nodes[index].special.asksSubstitute = true
        return true
    }
}
