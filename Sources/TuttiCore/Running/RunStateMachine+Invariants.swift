extension RunStateMachine {
    /// Traps when the state is one that no sequence of facts may reach; tests call it after every fact.
    package func checkInvariants() {
        let holding = self.nodes.count { $0.phase == .running || $0.phase == .deciding }
        precondition(self.running == holding, "\(self.running) slots are counted, \(holding) are held")
        if let maximum = self.limits.maximumParallel {
            precondition(self.running <= maximum, "\(self.running) agents run, \(maximum) may")
        }
        let ended = self.nodes.indices.count { self.endState(of: $0) != nil }
        precondition(self.ended == ended, "\(self.ended) ends are counted, \(ended) agents have ended")
        precondition(self.stopping.isDisjoint(with: self.abandoned), "an attempt is both stopping and abandoned")
        for index in self.nodes.indices { self.checkInvariants(of: index) }
        guard self.hasFinished else { return }
        precondition(ended == self.nodes.count, "finished with \(self.nodes.count - ended) agents open")
        precondition(self.stopping.isEmpty, "finished while \(self.stopping) may still stop in time")
    }

    private func checkInvariants(of index: Int) {
        let (node, planned) = (self.nodes[index], self.plan.nodes[index])
        precondition(
            node.attempt <= planned.options.retry.maximumAttempts, "'\(planned.name)': attempt \(node.attempt)")
        precondition(node.requiredLeft >= 0 && node.wantedLeft >= 0, "'\(planned.name)': \(node)")
        if node.attempt > 0 {
            let unmet = planned.inputs.filter { $0.kind == .needs && self.endState(of: $0.node) != .succeeded }
            precondition(unmet.isEmpty, "'\(planned.name)' started without \(unmet.map(\.node))")
        }
        if case .ended(.skipped) = node.phase {
            precondition(node.attempt == 0, "'\(planned.name)' was skipped after \(node.attempt) attempts")
        }
    }
}
