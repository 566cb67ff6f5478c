extension RunDriver {
    /// The life of a lane: runs agents one after another until there is none for it, or its agent has been given up. One turn
    /// runs all in a row whose work is of one kind, ``AgentWorker/run(_:on:)``.
    ///
    /// What an asynchronous function holds is kept for every agent that is suspended, so this one is inlined into the task
    /// and all that is not awaited stands in functions that are not. It says that it is isolated to nobody, or it would
    /// change executors around the task-local value, from one to the same.
    @inline(__always)
    func runAgents(on lane: RunLane, isCallers: Bool) async {
        lane.taskBegins()
        await RunLane.$current.withValue(
            lane,
            operation: {
                var next = self.arrived(on: lane, isCallers: isCallers)
                while let context = next.take() { next = await self.table.bodies[context.node].run(context, lane) }
                lane.taskEnds()
            }, isolation: nil)
    }

    // MARK: What became of an agent: what the next one sees, nil when the lane is to end

    @inline(never)
    private func arrived(on lane: RunLane, isCallers: Bool) -> AgentContext? {
        self.advance(lane) { machine, now in
            isCallers ? machine.next(on: lane.number, at: now) : machine.laneArrived(lane.number, at: now)
        }
    }

    @inline(__always)
    func succeeded(
        of node: Int, on lane: RunLane, _ write: (UnsafeMutablePointer<any Sendable>) -> Void
    ) -> AgentContext? {
        self.advance(lane) { machine, now in
            if machine.isCurrent(lane.number) { self.results.write(of: node, write) }
            return machine.attemptSucceeded(on: lane.number, at: now)
        }
    }

    func failed(_ error: any Error, on lane: RunLane) -> AgentContext? {
        let outcome = Self.outcome(of: error)
        return self.advance(lane) { $0.attemptEnded(on: lane.number, outcome, at: $1) }
    }

    private static func outcome(of error: any Error) -> RunStateMachine.AttemptOutcome {
        // What most attempts throw that are told to stop, many at once; finding its text and advice takes microseconds.
        if error is CancellationError {
            return .failed(error: "CancellationError()", isRetryable: true, retryAfter: nil)
        }
        let advice = error as? any RetryAdvice
        return .failed(
            error: String(describing: error), isRetryable: advice?.isRetryable ?? true, retryAfter: advice?.retryAfter,
            wasMade: !(error is AdmissionRefusal))
    }

    /// Tells a fact, and does what follows until there is an agent to run.
    @inline(__always)
    private func advance(
        _ lane: RunLane, _ fact: (inout RunStateMachine, Nanoseconds) -> RunStateMachine.Order?
    ) -> AgentContext? {
        var order = self.tell(lane.number, fact)
        while let next = order {
            switch next {
            case .start(let node, let attempt, let end):
                guard let refusal = self.environment.abandonmentLimitReached() else {
                    lane.setDeadline(end)
                    return AgentContext(
                        driver: self, node: node, attempt: attempt, deadline: end, snapshot: self.snapshot(of: node))
                }
                order = self.refuse(refusal, on: lane)
            case .decide(let node, let end): order = self.decide(node, until: end, on: lane)
            }
        }
        return nil
    }

    @inline(never)
    private func decide(_ node: Int, until end: Nanoseconds, on lane: RunLane) -> RunStateMachine.Order? {
        lane.setDeadline(end)
        let inputs = self.snapshot(of: node) ?? AgentInputs(of: node, in: self)
        let isWanted = self.table.declarations[node].options.condition?(inputs) ?? true
        return self.tell(lane.number) { $0.decided(on: lane.number, isWanted, at: $1) }
    }

    @inline(never)
    private func refuse(_ error: AbandonmentError, on lane: RunLane) -> RunStateMachine.Order? {
        let outcome = Self.outcome(of: error)
        return self.tell(lane.number) { $0.attemptEnded(on: lane.number, outcome, at: $1) }
    }

    @inline(__always)
    private func tell(
        _ lane: Int, _ fact: (inout RunStateMachine, Nanoseconds) -> RunStateMachine.Order?
    ) -> RunStateMachine.Order? {
        let now = self.now
        var needsHelp = false
        let order = self.step { state in
            let wasAbandoned = state.machine.isAbandoned(lane)
            let hasHeldThread = state.machine.agent(on: lane, hasRunFor: Self.helpfulHold, at: now)
            let order = fact(&state.machine, now)
            if order == nil, lane < state.lanes.count { state.lanes[lane] = nil }
            if wasAbandoned { self.environment.abandonment.remove() }
            // A lane is on its way, or is about to be opened.
            needsHelp =
                hasHeldThread
                && (state.machine.isIsolatedLanePending || state.machine.neededLane == .isolated)
            return order
        }
        // While this thread was held nobody took the work behind it: a helper pays now.
        if needsHelp { self.environment.pool?.offerWork() }
        return order
    }

    /// How long an agent must have held its thread for a second one to be worth waking, which takes some microseconds.
    private static let helpfulHold: Nanoseconds = 20_000
}
