extension RunDriver {
    /// Starts the task of a lane.
    func start(_ opening: RunStateMachine.Opening) {
        let executor =
            opening.isolation == .isolated ? self.environment.executor : self.environment.cooperativeExecutor
        let lane = RunLane(opening.lane, in: self.environment, enclosing: self.enclosing)
        // Cancelled when its agent is told to stop, by itself or by others, or by `keep`, when that came before the task
        // was kept. Detached, because the fact that opened it may have come from another agent's task, whose task-locals
        // are none of its business.
        let task = Task.detached(executorPreference: executor) { () async throws in
            await self.runAgents(on: lane, isCallers: false)
        }
        self.keep(lane, task, of: opening)
    }

    /// Runs the cooperative agents that can start now on this thread, each as far as it goes without waiting.
    func runCooperativeAgentsHere() {
        if #available(macOS 26.0, iOS 26.0, watchOS 26.0, tvOS 26.0, visionOS 26.0, *) {
            while let opening = self.state.withLock({ $0.machine.openCallerLane() }) {
                let lane = RunLane(opening.lane, in: self.environment, enclosing: self.enclosing)
                // Cancelled like every lane.
                let task = Task.immediateDetached { () async throws in
                    await self.runAgents(on: lane, isCallers: true)
                }
                self.keep(lane, task, of: opening)
            }
        }
        self.step { $0.machine.callerLeft() }
    }

    /// Keeps a lane to stop it by, unless it has ended meanwhile.
    private func keep(_ lane: RunLane, _ task: Task<Void, any Error>, of opening: RunStateMachine.Opening) {
        let mustStop = self.state.withLock { state in
            guard let isStopped = state.machine.isStopped(opening.lane, generation: opening.generation) else {
                return false
            }
            lane.handle = task
            while state.lanes.count <= opening.lane { state.lanes.append(nil) }
            state.lanes[opening.lane] = lane
            return isStopped
        }
        if mustStop { self.stop([lane]) }
    }

    /// How many at most are told to stop, or looked at because their time may be over, before others get their turn.
    static let lanesAtOnce = 16

    /// Tells lanes to stop: here those whose agents sleep, if they are not too many, all others from elsewhere.
    func stop(_ lanes: [RunLane]) {
        var others: [RunLane] = []
        for (index, lane) in lanes.enumerated() where index >= Self.lanesAtOnce || !lane.stopSleeping() {
            others.append(lane)
        }
        if !others.isEmpty { self.stopElsewhere(others) }
    }

    /// Tells lanes to stop so that none waits for another for long: their tasks may have cancellation handlers, which are
    /// code of a user's and may block.
    func stopElsewhere(_ lanes: [RunLane]) {
        if let pool = self.environment.stoppingPool { return pool.stop(lanes) }
        let executor = self.environment.executor
        // None of these is ever cancelled: they make one call each, or start who does.
        guard lanes.count > 1 else {
            for lane in lanes { Task.detached(executorPreference: executor) { lane.stop() } }
            return
        }
        Task.detached(executorPreference: executor) {
            for lane in lanes { Task.detached(executorPreference: executor) { lane.stop() } }
        }
    }
}
