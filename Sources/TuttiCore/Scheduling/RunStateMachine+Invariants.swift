extension RunStateMachine {
    /// Traps when the state is one that no sequence of facts may reach; tests call it after every fact.
    package func checkInvariants() {
        let deciding = self.nodes.count { $0.phase == .deciding }
        let holding = self.nodes.reduce(deciding) { sum, node in
            node.phase == .running ? sum + 1 + Int(node.special.rivals) : sum
        }
        precondition(self.running == holding, "\(self.running) slots are counted, \(holding) are held")
        precondition(self.deciding == deciding, "\(self.deciding) decisions are counted, \(deciding) are made")
        precondition(self.running <= self.maximumParallel, "\(self.running) agents run, \(self.maximumParallel) may")
        let ended = self.nodes.count(where: \.hasEnded)
        precondition(self.tally.ended == ended, "\(self.tally.ended) ends are counted, \(ended) agents have ended")
        let stopping = self.lanes.count { $0.fate == .stopping }
        precondition(self.stopping == stopping, "\(self.stopping) attempts are counted as stopping, \(stopping) are")
        precondition(Set(self.freeLanes).count == self.freeLanes.count, "a lane is free twice")
        for index in self.nodes.indices { self.checkInvariants(of: index) }
        for (lane, state) in self.lanes.enumerated() { self.checkInvariants(ofLane: lane, state) }
        guard self.hasFinished else { return }
        precondition(ended == self.nodes.count, "finished with \(self.nodes.count - ended) agents open")
        precondition(self.stopping == 0, "finished while \(self.stopping) attempts may still stop in time")
    }

    private func checkInvariants(of index: Int) {
        let (node, agent) = (self.nodes[index], self.table.agents[index])
        let name = self.name(of: index)
        let maximumAttempts = self.table.declarations[index].options.retry.maximumAttempts
        let further = Int(node.special.hedges) + (node.special.asksSubstitute ? 1 : 0)
        precondition(node.attempt <= maximumAttempts + further, "'\(name)': attempt \(node.attempt)")
        precondition(node.phase == .running || node.special.rivals == 0, "'\(name)': \(node.special)")
        precondition(self.requiredLeft[index] >= 0 && node.wantedLeft >= 0, "'\(name)': \(node)")
        precondition(!node.isHeld || node.phase == .waiting || node.hasEnded, "'\(name)' is held, and \(node.phase)")
        if node.attempt > 0 {
            let unmet = self.table.inputs(of: index)
                .filter { $0.kind == .needs && self.nodes[Int($0.node)].phase != .succeeded }
            precondition(unmet.isEmpty, "'\(name)' started without \(unmet.map(\.node))")
        }
        precondition(
            node.phase != .skipped || node.attempt == 0, "'\(name)' was skipped after \(node.attempt) attempts")
        precondition((node.phase == .running) == (node.lane >= 0) || node.phase == .deciding, "'\(name)': \(node)")
        let isQueued =
            agent.isCooperative
            ? self.cooperativeReady.contains(agent.rank) : self.isolatedReady.contains(agent.rank)
        precondition(
            isQueued == (node.phase == .ready || node.special.isHedgeDue),
            "'\(name)' is \(node.phase), and queued: \(isQueued)")
    }

    private func checkInvariants(ofLane lane: Int, _ state: LaneState) {
        guard state.node >= 0 else { return }
        let node = self.nodes[Int(state.node)]
        switch state.fate {
        case .current where node.phase == .running:
            let isLatest = node.lane == Int32(lane) && node.attempt == state.attempt
            let isRival = node.special.hedges > 0 && state.attempt <= node.attempt
            precondition(isLatest || isRival, "lane \(lane): \(state), \(node)")
            precondition(state.armed <= state.deadline, "nobody looks at lane \(lane) in time: \(state)")
        case .current: break
        case .stopping, .abandoned:
            precondition(node.lane != Int32(lane), "lane \(lane) still counts for '\(self.name(of: Int(state.node)))'")
        }
    }
}
