extension RunDriver {
    /// A lane with its task.
    struct OpenLane: Sendable {
        let lane: RunLane
        /// Cancelled when its agent is told to stop and does not just sleep.
        let task: Task<Void, any Error>
    }

    /// Starts the task of a lane.
    func start(_ opening: RunStateMachine.Opening) {
        let executor =
            opening.isolation == .isolated ? self.environment.executor : self.environment.cooperativeExecutor
        let lane = RunLane(time: self.time, enclosing: self.enclosing)
        // Cancelled when its agent is told to stop, or by `keep`, when that came before the task was kept. Detached,
        // because the fact that opened it may have come from another agent's task, whose task-locals are none of its
        // business.
        let task = Task.detached(executorPreference: executor) { () async throws in
            await self.runAgents(on: lane, opening.lane, isCallers: false)
        }
        self.keep(OpenLane(lane: lane, task: task), opening)
    }

    /// Runs the cooperative agents that can start now on this thread, each as far as it goes without waiting.
    func runCooperativeAgentsHere() {
        if #available(macOS 26.0, iOS 26.0, watchOS 26.0, tvOS 26.0, visionOS 26.0, *) {
            while let opening = self.state.withLock({ $0.machine.openCallerLane() }) {
                let lane = RunLane(time: self.time, enclosing: self.enclosing)
                // Cancelled like every lane.
                let task = Task.immediateDetached { () async throws in
                    await self.runAgents(on: lane, opening.lane, isCallers: true)
                }
                self.keep(OpenLane(lane: lane, task: task), opening)
            }
        }
        self.step { $0.machine.callerLeft() }
    }

    /// Keeps a lane to stop it by, unless it has ended meanwhile.
    private func keep(_ lane: OpenLane, _ opening: RunStateMachine.Opening) {
        let mustStop = self.state.withLock { state in
            guard let isStopped = state.machine.isStopped(opening.lane, generation: opening.generation) else {
                return false
            }
            while state.lanes.count <= opening.lane { state.lanes.append(nil) }
            if !isStopped { state.lanes[opening.lane] = lane }
            return isStopped
        }
        if mustStop { self.stop([lane]) }
    }

    /// Tells lanes to stop, here those whose agents sleep, and the others from elsewhere and so that none waits for
    /// another for long: what cancels a task runs its cancellation handlers, which are user code and may block.
    func stop(_ lanes: [OpenLane]) {
        // Who is woken needs a thread to cancel itself on, and to free those that its child tasks may hold.
        let hasThreads = self.environment.pool.map { !$0.isSaturated } ?? true
        var tasks: [Task<Void, any Error>] = []
        for lane in lanes where !lane.lane.stopSleeping() || !hasThreads { tasks.append(lane.task) }
        if !tasks.isEmpty { self.cancel(tasks) }
    }

    private func cancel(_ tasks: [Task<Void, any Error>]) {
        if let pool = self.environment.stoppingPool { return pool.cancel(tasks) }
        let executor = self.environment.executor
        // None of these is ever cancelled: they make one call each, or start who does.
        guard tasks.count > 1 else {
            for task in tasks { Task.detached(executorPreference: executor) { task.cancel() } }
            return
        }
        Task.detached(executorPreference: executor) {
            for task in tasks { Task.detached(executorPreference: executor) { task.cancel() } }
        }
    }
}
