import TuttiCore

extension WorldChecker {
    /// What can be judged only when everything has been seen.
    func checkWhole() {
        for index in self.observed.indices {
            self.require(self.observed[index].end != nil, "\(self.name(index)) never ends")
            self.checkPromptStart(index)
        }
        self.checkSpacing()
        self.checkOrder()
        let last = self.observed.compactMap { $0.end?.time }.max() ?? .zero
        let grace = self.world.configuration.stoppingGrace
        self.require(self.now <= last + grace, "the run ends \((self.now - last).shortText) after its last agent")
        let deadlineGrace = self.world.configuration.deadlineGrace
        if let deadline = self.world.deadline { self.require(self.now <= deadline + deadlineGrace, "the run is late") }
        if let cancellation = self.world.cancellation {
            self.require(self.now <= cancellation + deadlineGrace, "the run goes on after its cancellation")
        }
    }

    /// Design §4, status of a run.
    func checkStatus(_ status: RunStatus) {
        let states = self.observed.map { $0.end?.state }
        let isWhole = self.observed.indices.allSatisfy {
            states[$0] == .succeeded || self.observed[$0].skipReason == .condition
        }
        let givesOutput = self.observed.indices.contains { index in
            let isAnswer = self.world.members[index].options.isFinal || self.world.dependents(of: index).isEmpty
            return isAnswer && states[index] == .succeeded
        }
        let expected: RunStatus =
            isWhole
            ? .complete : givesOutput ? .partial : self.observed.contains(where: \.hasRunOutOfTime) ? .nothing : .failed
        self.require(status == expected, "the status is \(status), not \(expected)")
    }

    /// The instant at which the inputs of an agent allowed it to start.
    private func readyTime(of index: Int) -> Duration {
        let member = self.world.members[index]
        let needed = member.needs.compactMap { self.observed[$0].end?.time }.max() ?? .zero
        var wanted = member.wants.compactMap { self.observed[$0].end?.time }.max() ?? .zero
        if member.options.isFinal, let cutOff { wanted = min(wanted, cutOff) }
        let successes = member.quorum.filter { self.observed[$0].end?.state == .succeeded }
            .compactMap { self.observed[$0].end?.time }.sorted()
        let reached = successes.count >= member.quorumCount && member.quorumCount > 0
        return max(needed, wanted, reached ? successes[member.quorumCount - 1] : .zero)
    }

    /// Invariant 22: an agent starts when it can, or a limit is really in its way all the time.
    private func checkPromptStart(_ index: Int) {
        guard let start = self.observed[index].start else { return }
        let ready = self.readyTime(of: index)
        let waited = self.observed[index].waited ?? .zero
        self.require(start - ready == waited, "\(self.name(index)) was ready at \(ready), started at \(start)")
        let configuration = self.world.configuration
        guard let maximum = configuration.maximumParallel, configuration.startSpacing == .zero else {
            let isFree = configuration.maximumParallel == nil && configuration.startSpacing == .zero
            return self.require(!isFree || waited == .zero, "\(self.name(index)) waits for nothing")
        }
        let idle = self.slots.filter { ready <= $0.time && $0.time < start && $0.held < maximum }
        self.require(idle.isEmpty, "\(self.name(index)) waits beside a free slot at \(idle.map(\.time))")
    }

    private func checkSpacing() {
        let starts = self.events.compactMap { event -> Duration? in
            guard case .attemptStarted = event.kind else { return nil }
            return event.time
        }
        for (earlier, later) in zip(starts, starts.dropFirst()) {
            self.require(later - earlier >= self.world.configuration.startSpacing, "two starts at \(later)")
        }
    }

    /// Design §4.3: of two agents that are ready, the one with the longer remaining path starts first.
    private func checkOrder() {
        let (paths, chains) = (self.remainingPaths, self.world.longestChains())
        for second in self.observed.indices where self.world.members[second].isWanted == nil {
            guard let secondStart = self.observed[second].start else { continue }
            let ready = self.readyTime(of: second)
            for first in self.observed.indices {
                guard let firstStart = self.observed[first].start, ready < firstStart, firstStart < secondStart else {
                    continue
                }
                if self.isPassedOver(second, by: first) { continue }
                // Longer paths first, then, without any durations, longer chains, then the order of declaration.
                let isRight = (paths[second], chains[second], first) < (paths[first], chains[first], second)
                self.require(isRight, "\(self.name(first)) starts before \(self.name(second))")
            }
        }
    }

    /// Whether a cooperative agent may start before an isolated one: a lane that is on no thread of the pool can take no
    /// other. Only the last slot under a limit is kept for the longer path, which `ExecutorFaultTests` looks at.
    private func isPassedOver(_ second: Int, by first: Int) -> Bool {
        self.world.members[first].options.isolation == .cooperative
            && self.world.members[second].options.isolation == .isolated
    }
}
