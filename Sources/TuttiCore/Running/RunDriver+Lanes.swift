extension RunDriver {
    /// Starts the task of a lane.
    func start(_ opening: RunStateMachine.Opening) {
        let executor =
            opening.isolation == .isolated ? self.environment.executor : self.environment.cooperativeExecutor
        // Cancelled when its agent is told to stop, or by `keep`, when that came before the task was kept. Detached,
        // because the fact that opened it may have come from another agent's task, whose task-locals are none of its
        // business.
        let task = Task.detached(executorPreference: executor) { () async throws in
            await self.runLane(opening.lane, isCallers: false)
        }
        self.keep(task, of: opening)
    }

    /// Runs the cooperative agents that can start now on this thread, each as far as it goes without waiting.
    func runCooperativeAgentsHere() {
        if #available(macOS 26.0, iOS 26.0, watchOS 26.0, tvOS 26.0, visionOS 26.0, *) {
            while let opening = self.state.withLock({ $0.machine.openCallerLane() }) {
                // Cancelled like every lane.
                let task = Task.immediateDetached { () async throws in
                    await self.runLane(opening.lane, isCallers: true)
                }
                self.keep(task, of: opening)
            }
        }
        self.step { $0.machine.callerLeft() }
    }

    /// Keeps the task of a lane to cancel it by, unless the lane has ended meanwhile.
    private func keep(_ task: Task<Void, any Error>, of opening: RunStateMachine.Opening) {
        let mustStop = self.state.withLock { state in
            guard let isStopped = state.machine.isStopped(opening.lane, generation: opening.generation) else {
                return false
            }
            while state.tasks.count <= opening.lane { state.tasks.append(nil) }
            if !isStopped { state.tasks[opening.lane] = task }
            return isStopped
        }
        if mustStop { self.stop([task]) }
    }

    /// Cancels tasks from elsewhere, and so that none waits for another for long: cancellation handlers are user code and may block.
    func stop(_ tasks: [Task<Void, any Error>]) {
        if let pool = self.environment.stoppingPool { return pool.stop(tasks) }
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
