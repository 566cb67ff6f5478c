/// One task of a run that runs agents, one after another: an agent is no task of its own.
///
/// All that is not awaited stands in functions that are not inlined: what the loop holds is kept for every agent that is
/// suspended.
struct Lane {
    private let driver: RunDriver
    private let index: Int32
    /// The agent that the lane is at, -1 before the first.
    private var node: Int32 = -1

    private init(_ index: Int, of driver: RunDriver) {
        self.driver = driver
        self.index = Int32(truncatingIfNeeded: index)
    }

    /// Runs agents until there is none for this lane, or its agent has been given up.
    @inline(__always)
    static func run(_ index: Int, of driver: RunDriver, isCallers: Bool) async {
        let deadline = RunDeadline(time: driver.time, enclosing: driver.enclosing)
        await RunDeadline.$current.withValue(deadline) {
            var lane = Lane(index, of: driver)
            var next = lane.arrive(isCallers: isCallers)
            while let context = next {
                deadline.set(context.end)
                do {
                    next = lane.succeeded(try await lane.body(context))
                } catch {
                    next = lane.failed(error)
                }
            }
        }
    }

    private var body: AgentGraph.Body { self.driver.table.bodies[Int(self.node)].call }

    // MARK: What became of an agent: what the next one sees, nil when the lane is to end

    @inline(never)
    private mutating func arrive(isCallers: Bool) -> AgentContext? {
        self.advance { machine, lane, now in
            isCallers ? machine.next(on: lane, at: now) : machine.laneArrived(lane, at: now)
        }
    }

    @inline(never)
    private mutating func succeeded(_ value: any Sendable) -> AgentContext? {
        let (node, results) = (Int(self.node), self.driver.results)
        return self.advance { machine, lane, now in
            if machine.isCurrent(lane) { results.write(value, of: node) }
            return machine.attemptSucceeded(on: lane, at: now)
        }
    }

    @inline(never)
    private mutating func failed(_ error: any Error) -> AgentContext? {
        let outcome = Self.outcome(of: error)
        return self.advance { machine, lane, now in machine.attemptEnded(on: lane, outcome, at: now) }
    }

    private static func outcome(of error: any Error) -> RunStateMachine.AttemptOutcome {
        // What most attempts throw that are told to stop, many at once; finding its text and advice takes microseconds.
        if error is CancellationError {
            return .failed(error: "CancellationError()", isRetryable: true, retryAfter: nil)
        }
        let advice = error as? any RetryAdvice
        return .failed(
            error: String(describing: error), isRetryable: advice?.isRetryable ?? true, retryAfter: advice?.retryAfter)
    }

    /// Tells a fact, and does what follows until there is an agent to run.
    @inline(__always)
    private mutating func advance(
        _ fact: (inout RunStateMachine, Int, Nanoseconds) -> RunStateMachine.Order?
    ) -> AgentContext? {
        var order = self.tell(fact)
        while let next = order {
            switch next {
            case .start(let node, let attempt, let end):
                self.node = Int32(truncatingIfNeeded: node)
                guard let refusal = self.driver.environment.abandonmentLimitReached() else {
                    return self.context(attempt: attempt, until: end)
                }
                order = self.refuse(refusal)
            case .decide(let node, let end):
                self.node = Int32(truncatingIfNeeded: node)
                RunDeadline.current?.set(end)
                order = self.decide()
            }
        }
        return nil
    }

    @inline(__always)
    private func context(attempt: Int, until end: Nanoseconds) -> AgentContext {
        let node = Int(self.node)
        return AgentContext(
            driver: self.driver, node: node, attempt: attempt, deadline: end,
            snapshot: self.driver.table.agents[node].mayMissInputs ? self.driver.inputs(of: node) : nil)
    }

    @inline(never)
    private mutating func decide() -> RunStateMachine.Order? {
        let node = Int(self.node)
        let isWanted =
            self.driver.table.declarations[node].options.condition?(self.driver.inputs(of: node)) ?? true
        return self.tell { $0.decided(on: $1, isWanted, at: $2) }
    }

    @inline(never)
    private mutating func refuse(_ error: AbandonmentError) -> RunStateMachine.Order? {
        let outcome = Self.outcome(of: error)
        return self.tell { machine, lane, now in machine.attemptEnded(on: lane, outcome, at: now) }
    }

    @inline(__always)
    private mutating func tell(
        _ fact: (inout RunStateMachine, Int, Nanoseconds) -> RunStateMachine.Order?
    ) -> RunStateMachine.Order? {
        let (driver, lane, node, now) = (self.driver, Int(self.index), Int(self.node), self.driver.time.nanoseconds)
        var needsHelp = false
        let order = driver.step { state in
            let wasAbandoned = state.machine.isAbandoned(lane)
            let order = fact(&state.machine, lane, now)
            if order == nil, lane < state.tasks.count { state.tasks[lane] = nil }
            if wasAbandoned { driver.environment.abandonment.remove() }
            needsHelp =
                state.machine.isIsolatedLanePending
                && state.machine.hasHeld(node, forMoreThan: Self.helpfulHold)
            return order
        }
        // While this thread was held nobody took the work behind it: a helper pays now.
        if needsHelp { driver.environment.pool?.offerWork() }
        return order
    }

    /// How long an agent must have held its thread for a second one to be worth waking, which takes some microseconds.
    private static let helpfulHold: Nanoseconds = 20_000
}
