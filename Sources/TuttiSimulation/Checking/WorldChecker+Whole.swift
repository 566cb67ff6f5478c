internal import TuttiCore

extension WorldChecker {
    /// What can be judged only when everything has been seen.
    func checkWhole() {
        for index in self.observed.indices {
            self.require(self.observed[index].state != nil, "\(self.name(index)) never ends")
            self.checkCalls(of: index)
            self.checkAttempts(of: index)
        }
        self.checkFinish()
        self.checkSlots()
        self.checkRaces()
        let warned = self.evidence.witness.attempts.flatMap(\.warnings)
        let fallbacks = self.observed.count { $0.isFallback || $0.asksSubstitute }
        let least = warned.count { $0 < self.finish } + fallbacks
        self.require(self.warnings >= least, "\(self.warnings) warnings of \(least)")
    }

    /// Design §4, status of a run.
    func finished(_ status: RunStatus) {
        self.status = status
        let isWhole = self.observed.allSatisfy { $0.state == .succeeded || $0.isExcused }
        let givesOutput = self.observed.indices.contains { index in
            let isAnswer = self.world.members[index].options.isFinal || self.facts.dependents[index].isEmpty
            return isAnswer && self.observed[index].state == .succeeded
        }
        let expected: RunStatus =
            isWhole
            ? .complete : givesOutput ? .partial : self.observed.contains(where: \.hasRunOutOfTime) ? .nothing : .failed
        self.require(status == expected, "the status is \(status), not \(expected)")
    }

    /// The bodies were called as the events say, and no other.
    private func checkCalls(of index: Int) {
        for (offset, witness) in self.witnessed[index].enumerated() {
            let attempt =
                self.observed[index].attempts.indices.contains(offset) ? self.observed[index].attempts[offset] : nil
            let name = "\(self.name(index))#\(offset + 1)"
            guard let attempt else {
                self.require(witness == nil, "\(name) is called, and no event says so")
                continue
            }
            guard let witness else {
                self.require(attempt.how == .refused, "\(name) is not called")
                continue
            }
            self.require(witness.began == attempt.start, "\(name) is called at \(witness.began.text)")
            self.require(!witness.wasCancelledBefore, "\(name) begins cancelled")
            let deadline = self.attemptDeadline(index, attempt)
            self.require(
                witness.deadline == deadline, "\(name) sees \(witness.deadline as Any), has \(deadline as Any)")
            // An empty part of the range decides; what comes in the same instant may count or not.
            let end = attempt.end ?? self.finish
            self.require(
                attempt.parts >= witness.parts.count { $0 < end } && attempt.parts <= witness.parts.count { $0 <= end },
                "\(name): \(attempt.parts) parts of \(witness.parts.count)")
            let finish = self.finish
            self.require(
                attempt.usages >= witness.usages.count { $0 < finish }
                    && attempt.usages <= witness.usages.count { $0 <= finish },
                "\(name): \(attempt.usages) usages of \(witness.usages.count)")
        }
    }

    /// Invariants 8, 12 and 13: who is told to stop hears it at once, is given up in time, and its result is late.
    private func checkAttempts(of index: Int) {
        for (offset, attempt) in self.observed[index].attempts.enumerated() {
            guard let witness = self.witnessed[index][offset], let end = attempt.end else { continue }
            let name = "\(self.name(index))#\(offset + 1)"
            // It ended in the very instant in which it was told to stop: either may have been first.
            let isTie = witness.ended == end
            if attempt.how == .stopped {
                self.require(witness.cancelled == end, "\(name) hears at \(witness.cancelled as Any)")
                self.checkStop(name, attempt, witness)
            } else if !isTie || self.isResult(index, offset) {
                self.require(witness.cancelled == nil, "\(name) is told to stop for nothing")
                self.require(attempt.abandoned == nil && attempt.late == nil, "\(name) is late and was not stopped")
            }
        }
    }

    /// Whether the agent's result is that of this attempt.
    private func isResult(_ index: Int, _ offset: Int) -> Bool {
        let agent = self.observed[index]
        return agent.state == .succeeded && agent.winner == offset + 1
    }

    private func checkStop(_ name: String, _ attempt: Observed.Attempt, _ witness: Witness.Attempt) {
        guard let stop = attempt.end else { return }
        let grace = self.graceEnd(stop)
        if let abandoned = attempt.abandoned {
            self.require(abandoned == grace || self.isGraceUnsure, "\(name) is given up, not at \(grace.text)")
        } else if witness.ended.map({ $0 > grace }) ?? true {
            self.require(self.isGraceUnsure, "\(name) is never given up")
        }
        guard let ended = witness.ended, ended != self.finish, ended != grace else { return }
        let isLate = ended < self.finish && (attempt.abandoned != nil || witness.hasSucceeded)
        self.require((attempt.late != nil) == isLate, "\(name) ended at \(ended.text), late: \(attempt.late as Any)")
    }

    /// Whether all were cancelled at an instant that also cut them off.
    private var isGraceUnsure: Bool {
        guard self.world.configuration.failsFast else { return false }
        return self.observed.contains {
            $0.state == .timedOut && ($0.end == self.facts.cutOff || $0.end == self.facts.deadline)
        }
    }

    /// Until when an attempt may take that was told to stop at an instant.
    private func graceEnd(_ stop: Instant) -> Instant {
        var end = stop + self.facts.stoppingGrace
        if let deadline = self.facts.deadline { end = min(end, max(stop, deadline) + self.facts.deadlineGrace) }
        for cancellation in [self.facts.cancellation, self.cancelledAll] {
            if let cancellation, stop <= cancellation { end = min(end, cancellation + self.facts.deadlineGrace) }
        }
        return end
    }

    /// Invariants 6 and 22: the run is over as soon as all has ended or was given up.
    private func checkFinish() {
        self.now = self.finish
        var expected: Instant = 0
        for (index, agent) in self.observed.enumerated() {
            expected = max(expected, agent.end ?? 0)
            for (offset, attempt) in agent.attempts.enumerated() where attempt.how == .stopped {
                let ended = self.witnessed[index][offset]?.ended ?? .max
                expected = max(expected, min(ended, self.graceEnd(attempt.end ?? 0)))
            }
        }
        if !self.isGraceUnsure {
            self.require(self.finish == expected, "the run is over, not at \(expected.text)")
        }
        if let deadline = self.facts.deadline {
            self.require(self.finish <= deadline + self.facts.deadlineGrace, "the run is late")
        }
        if let instant = self.facts.cancellation {
            self.require(
                self.finish <= instant + self.facts.deadlineGrace, "the run goes on after its cancellation")
        }
    }
}
