internal import Synchronization

/// Runs what ``RunStateMachine`` orders: the only place where a run has tasks, timers and a lock.
///
/// A lane is one unstructured task that runs one agent after another inline (``runAgents(on:isCallers:)``). When an agent
/// ends, its lane takes the lock once: the fact goes in, the next agent comes out. A lane whose agent is out of time is
/// cancelled and left behind, and its place is taken by another: a task group would wait for a child that ignores its
/// cancellation, and the run could not return in time.
///
/// Every fact is taken under the lock; what follows from it is done outside, because starting, cancelling and resuming
/// may run code of the user's.
final class RunDriver: Sendable {
    let run: RunID
    let request: AgentRequest
    let environment: ParallelExecutor.Environment
    let listener: EventBuffer?
    let results: ResultTable
    let state: Lock<State>
    let table: PlanTable
    /// The lane of the agent in which this run was started, if it was.
    let enclosing: RunLane?
    /// Where the run belongs in a trace; nil when nobody follows it.
    let trace: TraceContext?
    let startedAt: Nanoseconds
    /// Whether there is an outcome, for those who look without the lock.
    let isFinished = Atomic(false)

    struct State {
        var machine: RunStateMachine
        /// Each lane whose agent may be told to stop, by its number.
        var lanes: ContiguousArray<RunLane?> = []
        var timer: ScheduledTimer?
        var timerInstant = Nanoseconds.never
        /// How many timers fire when the next one does: of those that are due together the first alone, so that a thread to
        /// hear of it is already waking up while the others follow.
        var timersAtOnce = 1
        var waiters: [CheckedContinuation<Void, Never>] = []
        var outcome: RunOutcome?
        var hasWarnedOfSaturation = false
        var hasBegun = false
        /// The caller was cancelled before the run began.
        var isCancelledEarly = false
    }

    init(
        run: RunID, plan: ExecutionPlan, request: AgentRequest, limits: RunLimits, startingAt now: Nanoseconds,
        deadline: Nanoseconds, enclosing: RunLane?, environment: ParallelExecutor.Environment, seed: UInt64,
        listener: EventBuffer?
    ) {
        self.run = run
        self.table = plan.table
        self.request = request
        self.environment = environment
        self.enclosing = enclosing
        self.trace = TraceContext.current
        self.startedAt = now
        self.listener = listener
        self.results = ResultTable(count: plan.table.count)
        self.state = Lock(
            State(
                machine: RunStateMachine(
                    plan: plan, limits: limits, startingAt: now, deadline: deadline, seed: seed,
                    isObserved: listener != nil, hedgingBudget: environment.hedgingBudget)))
    }

    var time: any TimeSource { self.environment.time }

    @inline(__always)
    var now: Nanoseconds { self.environment.now }

    func name(of node: Int) -> String { self.table.declarations[node].name }

    // MARK: Facts from outside

    /// Starts the run; cooperative agents begin right here, on the thread of the caller.
    func begin() {
        let takesPart = self.table.hasCooperativeAgents && self.environment.cooperativeExecutor == nil
        self.step { state in
            if takesPart { state.machine.callerArrived() }
            state.machine.began()
            state.hasBegun = true
            if state.isCancelledEarly { state.machine.cancelled(at: state.machine.startedAt) }
        }
        if takesPart { self.runCooperativeAgentsHere() }
    }

    func cancel() {
        let now = self.now
        self.step { state in
            if state.hasBegun { state.machine.cancelled(at: now) } else { state.isCancelledEarly = true }
        }
    }

    func partialProduced(_ node: Int, _ attempt: Int, _ text: String) {
        let now = self.now
        self.step { $0.machine.partialProduced(node, attempt: attempt, text, at: now) }
    }

    func usageRecorded(_ node: Int, _ attempt: Int, _ usage: Usage) {
        let now = self.now
        self.step { $0.machine.usageRecorded(node, attempt: attempt, usage, at: now) }
    }

    func warned(_ message: String) {
        let now = self.now
        self.step { $0.machine.warned(message, at: now) }
    }

    func asksSubstitute(_ node: Int) -> Bool { self.state.withLock { $0.machine.nodes[node].special.asksSubstitute } }

    func noted(_ node: Int, _ attempt: Int, _ kind: RunEvent.Kind) {
        let now = self.now
        self.step { $0.machine.noted(node, attempt: attempt, kind, at: now) }
    }

    func chose(_ name: String, after names: [String], isSpeculative: Bool, by node: Int, _ attempt: Int) {
        let now = self.now
        self.step { state in
            state.machine.chose(
                name, after: names, isSpeculative: isSpeculative, by: node, attempt: attempt, at: now)
        }
    }

    func dismissed(_ name: String, by node: Int, _ attempt: Int) {
        let now = self.now
        self.step { $0.machine.dismissed(name, by: node, attempt: attempt, at: now) }
    }

    func timerFired(_ instant: Nanoseconds) {
        let now = max(self.now, instant)
        self.step { state in
            // One that was replaced while it was about to fire leaves its successor alone.
            if state.timerInstant == instant {
                state.timer = nil
                state.timerInstant = .never
            }
            state.machine.hasNewTimer = true
            state.machine.timePassed(to: now, doingAtMost: state.timersAtOnce)
            let isMoreDue = state.machine.nextWakeUp <= now
            state.timersAtOnce = isMoreDue ? min(2 * state.timersAtOnce, Self.lanesAtOnce) : 1
            self.warnOfSaturation(&state)
        }
    }

    // MARK: The end

    /// The report, as soon as the run has finished; does not cancel anything when its task is cancelled.
    func report() async -> RunReport {
        while true {
            if let report = self.finishedReport { return report }
            await withCheckedContinuation { continuation in
                let hasFinished = self.state.withLock { state in
                    guard state.outcome == nil else { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if hasFinished { continuation.resume() }
            }
        }
    }

    /// The report of a run that has finished; nil before.
    var finishedReport: RunReport? { self.state.withLock { $0.outcome }.map { RunReport(self.run, $0) } }

    /// Looks for the end of a run that may be over in a moment.
    func stayAlert() { _ = self.environment.pool?.look { self.isFinished.load(ordering: .relaxed) } }
}
