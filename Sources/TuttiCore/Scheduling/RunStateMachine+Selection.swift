/// Agents that are not asked, or not any longer, because nobody needs them.
extension RunStateMachine {
    /// An agent has as many of several inputs as it asked for: those that are late are dropped, if nobody else waits.
    @inline(never)
    mutating func dropLateInputs(of dependent: Int) {
        let isRace = self.table.agents[dependent].isRace
        guard isRace || self.limits.skipsUnneeded else { return }
        for edge in self.table.inputs(of: dependent) where edge.kind == .quorum {
            self.drop(Int(edge.node), since: dependent, evenRunning: isRace)
        }
    }

    /// An agent was skipped: what it alone would have used is not begun.
    mutating func dropInputs(ofSkipped dependent: Int) {
        guard self.limits.skipsUnneeded else { return }
        for edge in self.table.inputs(of: dependent) {
            self.drop(Int(edge.node), since: dependent, evenRunning: false)
        }
    }

    /// Drops an agent, and what only it would have used.
    private mutating func drop(_ first: Int, since dependent: Int, evenRunning: Bool) {
        var open = [(index: first, dependent: dependent)]
        while let (index, dependent) = open.popLast() {
            guard self.dropOne(index, since: dependent, evenRunning: evenRunning) else { continue }
            self.tellDependents(of: index)
            for edge in self.table.inputs(of: index) { open.append((Int(edge.node), index)) }
        }
    }

    private mutating func dropOne(_ index: Int, since dependent: Int, evenRunning: Bool) -> Bool {
        guard !self.table.agents[index].isFinal, !self.isAwaited(index) else { return false }
        let reason = SkipReason.notNeeded(by: self.name(of: dependent))
        switch self.nodes[index].phase {
        case .waiting, .ready, .deciding, .running, .backingOff:
            guard self.nodes[index].attempt > 0 else {
                self.markSkipped(index, reason)
                return true
            }
            guard evenRunning else { return false }
            self.cancel(index, reason)
        case .succeeded, .failed, .timedOut, .cancelled, .skipped: return false
        }
        return true
    }

    /// Stops an agent that has begun and that nobody needs.
    mutating func cancel(_ index: Int, _ reason: SkipReason) {
        self.stopCurrentAttempt(of: index)
        self.notes.skipReasons[index] = reason
        self.tally.excused += 1
        self.end(index, .cancelled)
        self.emit { machine in .agentCancelled(agent: machine.name(of: index), reason: reason) }
    }

    /// Whether any agent still waits for the end of this one.
    private func isAwaited(_ index: Int) -> Bool {
        if self.choices.waiting(for: index).contains(where: { self.nodes[$0].phase == .waiting }) { return true }
        return self.table.dependents(of: index).contains { edge in
            let dependent = Int(edge.node)
            guard self.nodes[dependent].phase == .waiting else { return false }
            return edge.kind != .quorum
                || self.nodes[dependent].quorumSucceeded < self.table.agents[dependent].quorum
        }
    }
}
