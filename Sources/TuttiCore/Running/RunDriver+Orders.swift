internal import Synchronization

extension RunDriver {
    /// What is left to do when the lock is free again; as a rule nothing, and then there is none.
    private final class Work {
        var opening: RunStateMachine.Opening?
        var stops: [RunLane] = []
        /// Lanes whose attempts were given up.
        var abandoned: [RunLane] = []
        /// Who waits for the run, which has finished.
        var waiters: [CheckedContinuation<Void, Never>] = []
        var hasReader = false
    }

    /// Takes a fact and does what follows from it.
    @inline(__always)
    func step<Result>(_ fact: (inout State) -> Result) -> Result {
        var work: Work?
        let result = self.state.withLock { state in
            let result = fact(&state)
            work = self.collect(&state)
            return result
        }
        if let work { self.perform(work) }
        return result
    }

    private func collect(_ state: inout State) -> Work? {
        var work: Work?
        if let isolation = state.machine.neededLane {
            work = Work()
            work?.opening = state.machine.openLane(isolation)
            if isolation == .isolated { self.warnOfSaturation(&state) }
        }
        if !state.machine.stops.isEmpty { self.takeStops(&state, Self.work(&work)) }
        if !state.machine.abandonments.isEmpty { self.takeAbandonments(&state, Self.work(&work)) }
        if let listener, !state.machine.events.isEmpty {
            if listener.append(state.machine.events) { Self.work(&work).hasReader = true }
            state.machine.events.removeAll(keepingCapacity: true)
        }
        if state.machine.hasFinished, state.outcome == nil { self.finish(&state, Self.work(&work)) }
        if state.machine.hasNewTimer { self.adjustTimer(&state) }
        return work
    }

    private static func work(_ work: inout Work?) -> Work {
        if let work { return work }
        let new = Work()
        work = new
        return new
    }

    private func takeStops(_ state: inout State, _ work: Work) {
        work.stops.reserveCapacity(state.machine.stops.count)
        for number in state.machine.stops where number < state.lanes.count {
            if let lane = state.lanes[number] { work.stops.append(lane) }
        }
        state.machine.stops.removeAll(keepingCapacity: true)
    }

    private func takeAbandonments(_ state: inout State, _ work: Work) {
        for number in state.machine.abandonments {
            self.environment.abandonment.add()
            if number < state.lanes.count, let lane = state.lanes[number] { work.abandoned.append(lane) }
        }
        state.machine.abandonments.removeAll(keepingCapacity: true)
    }

    private func perform(_ work: Work) {
        if let opening = work.opening { self.start(opening) }
        if !work.stops.isEmpty { self.stop(work.stops) }
        // One that was woken may have found no thread to cancel itself on, and what it has started may hold that thread.
        if !work.abandoned.isEmpty { self.stopElsewhere(work.abandoned) }
        if work.hasReader { self.listener?.wakeReader() }
        for waiter in work.waiters { waiter.resume() }
    }

    private func finish(_ state: inout State, _ work: Work) {
        let outcome = RunOutcome(state.machine, self.results)
        state.outcome = outcome
        self.isFinished.store(true, ordering: .releasing)
        work.waiters = state.waiters
        state.waiters = []
        self.environment.history.withLock { $0.record(self.run, outcome) }
    }

    /// Arms the timer for what is due next. One that comes too early is left alone: it looks again when it fires.
    private func adjustTimer(_ state: inout State) {
        state.machine.hasNewTimer = false
        let next = state.machine.nextWakeUp
        if state.machine.hasFinished {
            state.timer?.cancel()
            state.timer = nil
            return
        }
        guard next < state.timerInstant else { return }
        state.timer?.cancel()
        state.timerInstant = next
        // Holds the run, which may have nothing else at work; cancelled when the run finishes.
        state.timer = self.environment.time.schedule(atNanoseconds: next) { self.timerFired(next) }
    }

    /// Tells once that agents wait for a thread, because the pool has reached its bound.
    func warnOfSaturation(_ state: inout State) {
        guard let pool = self.environment.pool, pool.isSaturated, !state.hasWarnedOfSaturation else { return }
        state.hasWarnedOfSaturation = true
        state.machine.warned(
            "all \(pool.threadCount) threads for agents are blocked: further agents wait for one",
            at: self.now)
    }
}
