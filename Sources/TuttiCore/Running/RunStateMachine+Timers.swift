extension RunStateMachine {
    mutating func arm(_ kind: Timer.Kind, at instant: Duration) {
        self.timersArmed += 1
        self.timers.insert(Timer(instant: instant, order: self.timersArmed, kind: kind))
    }

    mutating func fireTimers() {
        while let timer = self.timers.first, timer.instant <= self.now {
            self.removeFirstTimer()
            if self.isLive(timer.kind) { self.fire(timer.kind) }
        }
    }

    mutating func dropStaleTimers() {
        while let timer = self.timers.first, !self.isLive(timer.kind) { self.removeFirstTimer() }
    }

    private mutating func removeFirstTimer() {
        if self.timers.removeFirst()?.kind == .spacing { self.isSpacingArmed = false }
    }

    private func isLive(_ kind: Timer.Kind) -> Bool {
        switch kind {
        case .deadline, .cutOff: self.ended < self.nodes.count
        case .spacing: !self.ready.isEmpty
        case .agent(let index): self.endState(of: index) == nil
        case .attempt(let id): self.isCurrent(node: id.node, attempt: id.attempt)
        case .backOff(let id):
            self.nodes[id.node].phase == .backingOff && self.nodes[id.node].attempt == id.attempt
        case .grace(let id): self.stopping.contains(id)
        }
    }

    private mutating func fire(_ kind: Timer.Kind) {
        switch kind {
        case .deadline: self.passDeadline()
        case .cutOff: self.passCutOff()
        case .spacing: break  // the step goes on to start what is ready
        case .agent(let index):
            let limit = self.nodes[index].limit
            self.timeOut(index, limit, self.timeoutText(of: index, limit))
        case .attempt(let id):
            let limit = self.plan.nodes[id.node].options.retry.attemptTimeout ?? .zero
            self.stopCurrentAttempt(of: id.node)
            self.attemptFailed(
                id.node, "attempt \(id.attempt) gave no result in \(limit.shortText)", isRetryable: true,
                retryAfter: nil, isTimeout: true)
        case .backOff(let id): self.enqueue(id.node)
        case .grace(let id): self.abandon(id)
        }
    }

    private func timeoutText(of index: Int, _ limit: RunEvent.TimeLimit) -> String {
        switch limit {
        case .timeout:
            let timeout = self.plan.nodes[index].options.timeout ?? self.limits.timeout ?? .zero
            return "no result in \(timeout.shortText)"
        case .deadline: return "no result by the latest instant that leaves time for what must follow"
        }
    }
}
