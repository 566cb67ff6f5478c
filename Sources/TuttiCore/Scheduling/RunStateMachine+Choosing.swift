/// Agents that start only when another one chooses them.
///
/// Such an agent is *held*: being chosen is one more thing that it waits for. Who chooses may say that it comes after
/// others which were chosen before; one that waits for the agent itself is not among them, so no choice can close a
/// circle. When who chooses ends, those still held are skipped.
extension RunStateMachine {
    mutating func choose(_ name: String, after names: [String], isSpeculative: Bool, by holder: Int) {
        guard let index = self.candidate(name, of: holder) else { return }
        self.emit { machine in
            .agentChosen(
                agent: machine.name(of: index), by: machine.name(of: holder), isSpeculative: isSpeculative)
        }
        guard self.nodes[index].isHeld, self.nodes[index].phase == .waiting else {
            if !isSpeculative { self.confirm(index) }
            return
        }
        self.nodes[index].isHeld = false
        if isSpeculative { self.choices.suspect(index) }
        var seen = self.waiting(for: index)
        for input in names.compactMap({ self.candidate($0, of: holder) })
        where !self.nodes[input].isHeld && seen.insert(input).inserted {
            let isOpen = !self.nodes[input].hasEnded
            self.choices.add(input, of: index, isOpen: isOpen)
            if isOpen { self.nodes[index].wantedLeft += 1 }
        }
        self.nodes[index].countWanted()
        self.enqueueIfReady(index)
    }

    /// An agent that was only expected is wanted: what its failure was spared until now comes of it.
    private mutating func confirm(_ index: Int) {
        let hasFailed = self.nodes[index].phase == .failed || self.nodes[index].phase == .timedOut
        if self.choices.confirm(index), hasFailed, self.limits.failsFast { self.cancelAll() }
    }

    mutating func dismiss(_ name: String, by holder: Int) {
        guard let index = self.candidate(name, of: holder) else { return }
        let reason = SkipReason.notChosen(by: self.name(of: holder))
        switch self.nodes[index].phase {
        case .waiting, .ready, .deciding, .running, .backingOff:
            if self.nodes[index].attempt == 0 { self.markSkipped(index, reason) } else { self.cancel(index, reason) }
            self.tellDependents(of: index)
        case .failed, .timedOut: self.excuse(index)
        case .skipped: if self.notes.skipReasons[index]?.isExcused == false { self.excuse(index) }
        case .succeeded, .cancelled: break
        }
    }

    private mutating func excuse(_ index: Int) {
        if self.choices.excuse(index) { self.tally.excused += 1 }
    }

    /// An agent, and all that wait for it to end, one for the other.
    private func waiting(for index: Int) -> Set<Int> {
        var found: Set<Int> = [index]
        var open = [index]
        while let node = open.popLast() {
            let next = self.table.dependents(of: node).map { Int($0.node) } + self.choices.waiting(for: node)
            open += next.filter { self.nodes[$0].phase == .waiting && found.insert($0).inserted }
        }
        return found
    }

    /// An agent has ended: those that were chosen to come after it wait for one less.
    mutating func releaseChosen(after index: Int) {
        for node in self.choices.takeWaiting(for: index) {
            self.nodes[node].countWanted()
            self.enqueueIfReady(node)
        }
    }

    /// The agents whose results an agent sees, in the order in which the dependencies were declared, then chosen.
    func inputs(of node: Int) -> [Int] {
        self.table.inputs(of: node).lazy.filter { $0.kind != .choice }.map { Int($0.node) }
            + self.choices.inputs(of: node)
    }

    /// The agent of this name that `holder` chooses.
    private func candidate(_ name: String, of holder: Int) -> Int? {
        self.table.dependents(of: holder).lazy.filter { $0.kind == .choice }.map { Int($0.node) }
            .first { self.name(of: $0) == name }
    }
}
