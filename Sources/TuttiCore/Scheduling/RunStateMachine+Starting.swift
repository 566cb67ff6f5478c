extension RunStateMachine {
    /// Whether the limits allow one more agent.
    @inline(__always)
    var mayStart: Bool { self.running < self.maximumParallel && self.now >= self.nextStart }

    mutating func enqueueIfReady(_ index: Int) {
        guard self.requiredLeft[index] == 0, self.nodes[index].phase == .waiting, self.nodes[index].wantedLeft == 0
        else { return }
        self.enqueue(index)
    }

    mutating func enqueue(_ index: Int) {
        self.nodes[index].becomeReady(at: self.now)
        self.queue(index)
    }

    /// Puts a ready agent among those that are to start.
    @inline(__always)
    mutating func queue(_ index: Int) {
        let rank = self.table.agents[index].rank
        if self.table.agents[index].isCooperative {
            self.cooperativeReady.insert(rank)
        } else {
            self.isolatedReady.insert(rank)
        }
    }

    @inline(__always)
    mutating func dequeue(_ index: Int) {
        let rank = self.table.agents[index].rank
        if self.table.agents[index].isCooperative {
            self.cooperativeReady.remove(rank)
        } else {
            self.isolatedReady.remove(rank)
        }
    }

    /// The rank of the cooperative agent that a lane which takes no others may start; nil when there is none.
    ///
    /// The last slot under a limit belongs to the longest remaining path, if need be to one that waits for a thread.
    @inline(__always)
    var firstCooperative: Int32? {
        guard let cooperative = self.cooperativeReady.first else { return nil }
        guard self.running + 1 == self.maximumParallel, let isolated = self.isolatedReady.first else {
            return cooperative
        }
        return cooperative < isolated ? cooperative : nil
    }

    /// Remembers that a limit keeps somebody waiting, which is what ``RunEvent/Kind/limitWaited(agent:waited:)`` tells.
    @inline(__always)
    mutating func noteRefusal() {
        guard !self.isolatedReady.isEmpty || !self.cooperativeReady.isEmpty else { return }
        // Work that comes while no help is asked for: somebody must look when it is again.
        if self.now < self.nextHelper { self.hasNewTimer = true }
        guard !self.mayStart else { return }
        self.lastRefusal = self.now
        if self.startSpacing > 0 { self.hasNewTimer = true }
    }

    /// Gives a free lane the ready agent with the longest remaining path, or closes it.
    mutating func takeNext(on lane: Int) -> Order? {
        while self.mayStart, !self.hasFinished, let index = self.firstReady(for: lane) {
            self.dequeue(index)
            let isFirstStart = self.nodes[index].attempt == 0
            if !self.nodes[index].special.isEmpty, self.nodes[index].phase == .running {
                guard let order = self.startHedge(index, on: lane) else { continue }
                return order
            }
            if isFirstStart {
                guard self.assignBudget(to: index) else {
                    self.nodes[index].phase = .waiting
                    self.skip(index, .time)
                    continue
                }
                self.tellWait(of: index)
            }
            self.running += 1
            self.nextStart = self.now.advanced(byAtMost: self.startSpacing)
            guard isFirstStart, self.table.agents[index].hasCondition else { return self.startAttempt(index, on: lane) }
            self.nodes[index].phase = .deciding
            self.deciding += 1
            self.occupy(lane, with: index, until: self.nodes[index].deadline)
            return .decide(node: index, deadline: self.nodes[index].deadline)
        }
        self.noteRefusal()
        self.closeLane(lane)
        return nil
    }

    @inline(__always)
    private func firstReady(for lane: Int) -> Int? {
        guard !self.lanes[lane].isCooperative, let isolated = self.isolatedReady.first else {
            return self.firstCooperative.map { Int(self.table.order[Int($0)]) }
        }
        let cooperative = self.cooperativeReady.first
        return Int(self.table.order[Int(min(isolated, cooperative ?? isolated))])
    }

    @inline(__always)
    private mutating func tellWait(of index: Int) {
        let readyAt = self.nodes[index].readyAt
        if self.now > readyAt, self.lastRefusal >= readyAt { self.tellWait(of: index, since: readyAt) }
    }

    @inline(never)
    private mutating func tellWait(of index: Int, since readyAt: Nanoseconds) {
        self.emit { machine in .limitWaited(agent: machine.name(of: index), waited: (machine.now - readyAt).duration) }
    }

    /// Fixes the instant at which the agent's time is over; false when what is left is not worth a start.
    @inline(__always)
    private mutating func assignBudget(to index: Int) -> Bool {
        let agent = self.table.agents[index]
        let own = self.now.advanced(byAtMost: agent.timeout == .never ? self.timeout : agent.timeout)
        let end = agent.isFinal || agent.outlastsCutOff ? self.deadline : self.cutOff
        let shared = end == .never ? .never : end - agent.followingTime
        self.nodes[index].setDeadline(own: own, shared: shared)
        let budget = min(own, shared) - self.now
        return budget > 0 && budget >= agent.minimumBudget
    }

    /// The condition of an agent has answered.
    mutating func take(decision isWanted: Bool, on lane: Int) -> Order? {
        let index = Int(self.lanes[lane].node)
        self.lanes[lane].node = -1
        guard !self.hasFinished, self.nodes[index].phase == .deciding else { return self.takeNext(on: lane) }
        let budget = self.nodes[index].deadline - self.now
        if isWanted, budget > 0, budget >= self.table.agents[index].minimumBudget {
            self.deciding -= 1
            return self.startAttempt(index, on: lane)
        }
        self.skip(index, isWanted ? .time : .condition)
        return self.takeNext(on: lane)
    }

    /// Starts the next attempt of an agent that holds a slot.
    @inline(__always)
    private mutating func startAttempt(_ index: Int, on lane: Int) -> Order {
        self.nodes[index].start(at: self.now, on: lane)
        let (attempt, deadline) = (self.nodes[index].attempt, self.nodes[index].deadline)
        if attempt == 1 {
            self.tally.asked += 1
            self.tellStart(of: index)
        }
        self.emit(.attemptStarted, index)
        self.tally.maximumConcurrency = max(self.tally.maximumConcurrency, self.running - self.deciding)
        var end = deadline
        if self.table.agents[index].hasAttemptPolicies { end = self.applyAttemptPolicies(to: index) }
        self.occupy(lane, with: index, until: end)
        return .start(node: index, attempt: Int(attempt), deadline: end)
    }

    @inline(__always)
    private mutating func tellStart(of index: Int) {
        let deadline = self.nodes[index].deadline
        let budget = deadline == .never ? .never : deadline - self.now
        // Only who wants an input, or some of several, can start without it.
        if self.table.agents[index].mayMissInputs {
            self.tellStart(of: index, missing: self.missingInputs(of: index), budget)
        } else {
            self.emit(.agentStarted, index, budget: budget)
        }
    }

    private mutating func tellStart(of index: Int, missing: [RunEvent.MissingInput], _ budget: Nanoseconds) {
        guard !missing.isEmpty else { return self.emit(.agentStarted, index, budget: budget) }
        self.notes.missingInputs[index] = missing
        self.emit { machine in
            .agentStarted(
                agent: machine.name(of: index), budget: budget == .never ? nil : budget.duration, missing: missing)
        }
    }

    @inline(__always)
    mutating func occupy(_ lane: Int, with index: Int, until deadline: Nanoseconds) {
        let mustArm = self.lanes[lane].occupy(index, attempt: self.nodes[index].attempt, until: deadline)
        if mustArm { self.arm(.lane, lane, at: deadline) }
    }

    /// The inputs of an agent that have no result at this moment, with the reason.
    package func missingInputs(of node: Int) -> [RunEvent.MissingInput] {
        self.inputs(of: node).compactMap { input in
            self.missingReason(of: input).map { RunEvent.MissingInput(name: self.name(of: input), reason: $0) }
        }
    }

    /// Why an agent has no result; nil when it has one.
    package func missingReason(of index: Int) -> MissingReason? { self.nodes[index].missingReason }
}
