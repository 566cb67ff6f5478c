internal import CTuttiThreads
internal import Synchronization

/// Runs what ``RunStateMachine`` orders: the only place where a run has tasks, timers and a lock.
///
/// A lane is one unstructured task that runs one agent after another inline; an agent is no task of its own. When an
/// agent ends, its lane takes the lock once: the fact goes in, the next agent comes out. A lane whose agent is out of time
/// is cancelled and left behind, and its place is taken by another: a task group would wait for a child that ignores its
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
    private let isFinished = Atomic(false)
    private let table: PlanTable
    /// The deadline of the agent in which this run was started, if it was.
    private let enclosing: RunDeadline?

    struct State {
        var machine: RunStateMachine
        /// The task of each lane, to cancel it by.
        var tasks: ContiguousArray<Task<Void, Never>?> = []
        var timer: ScheduledTimer?
        var timerInstant = Nanoseconds.never
        var waiters: [CheckedContinuation<RunOutcome, Never>] = []
        var outcome: RunOutcome?
        var hasWarnedOfSaturation = false
        var hasBegun = false
        /// The caller was cancelled before the run began.
        var isCancelledEarly = false
    }

    init(
        run: RunID, plan: ExecutionPlan, request: AgentRequest, limits: RunLimits, startingAt now: Nanoseconds,
        deadline: Nanoseconds, enclosing: RunDeadline?, environment: ParallelExecutor.Environment, seed: UInt64,
        listener: EventBuffer?
    ) {
        self.run = run
        self.table = plan.table
        self.request = request
        self.environment = environment
        self.enclosing = enclosing
        self.listener = listener
        self.results = ResultTable(count: plan.table.count)
        self.state = Lock(
            State(
                machine: RunStateMachine(
                    plan: plan, limits: limits, startingAt: now, deadline: deadline, seed: seed,
                    isObserved: listener != nil)))
        listener?.attach(EventBuffer.Source(run: run, plan: plan, results: self.results))
    }

    var time: any TimeSource { self.environment.time }

    func name(of node: Int) -> String { self.table.declarations[node].name }

    // MARK: Facts from outside

    /// Starts the run; cooperative agents begin right here, on the thread of the caller.
    func begin() {
        let takesPart = self.table.hasCooperativeAgents && self.environment.cooperativeExecutor == nil
        let work = self.state.withLock { state in
            if takesPart { state.machine.callerArrived() }
            state.machine.began()
            state.hasBegun = true
            if state.isCancelledEarly { state.machine.cancelled(at: state.machine.startedAt) }
            return self.collect(&state)
        }
        if let work { self.perform(work) }
        if takesPart { self.runCooperativeAgentsHere() }
    }

    func cancel() {
        let now = self.environment.time.nanoseconds
        let work = self.state.withLock { state -> Work? in
            guard state.hasBegun else {
                state.isCancelledEarly = true
                return nil
            }
            state.machine.cancelled(at: now)
            return self.collect(&state)
        }
        if let work { self.perform(work) }
    }

    func partialProduced(_ node: Int, _ attempt: Int, _ text: String) {
        self.take { machine, now in machine.partialProduced(node, attempt: attempt, text, at: now) }
    }

    func usageRecorded(_ node: Int, _ attempt: Int, _ usage: Usage) {
        self.take { machine, now in machine.usageRecorded(node, attempt: attempt, usage, at: now) }
    }

    func warned(_ message: String) { self.take { machine, now in machine.warned(message, at: now) } }

    /// The report, as soon as the run has finished; does not cancel anything when its task is cancelled.
    func report() async -> RunReport {
        if let report = self.finishedReport { return report }
        let outcome = await withCheckedContinuation { continuation in
            let early = self.state.withLock { state in
                if state.outcome == nil { state.waiters.append(continuation) }
                return state.outcome
            }
            if let early { continuation.resume(returning: early) }
        }
        return RunReport(self.run, outcome)
    }

    /// Looks for the end of a run that may be over in a moment, for at most so long: falling asleep and being woken would
    /// cost the caller more than small agents take.
    func stayAlert() {
        // Never on a thread that the run may need itself.
        guard let pool = self.environment.pool, pool.isWorthLookingAt else { return }
        let end = tutti_now() + Self.alertness
        while !self.isFinished.load(ordering: .relaxed), tutti_now() < end { tutti_pause() }
    }

    private static let alertness: Int64 = 20_000

    /// The report, if the run has finished.
    var finishedReport: RunReport? { self.state.withLock { $0.outcome }.map { RunReport(self.run, $0) } }

    private func take(_ fact: (inout RunStateMachine, Nanoseconds) -> Void) {
        let now = self.environment.time.nanoseconds
        let work = self.state.withLock { state in
            fact(&state.machine, now)
            return self.collect(&state)
        }
        if let work { self.perform(work) }
    }

    private func timerFired(_ instant: Nanoseconds) {
        let now = self.environment.time.nanoseconds
        let work = self.state.withLock { state in
            // One that was replaced while it was about to fire leaves its successor alone.
            if state.timerInstant == instant {
                state.timer = nil
                state.timerInstant = .never
            }
            state.machine.hasNewTimer = true
            state.machine.timePassed(to: max(now, instant))
            self.warnOfSaturation(&state)
            return self.collect(&state)
        }
        if let work { self.perform(work) }
    }

    // MARK: Lanes

    /// Starts the task of a lane.
    private func start(_ opening: RunStateMachine.Opening) {
        let executor =
            opening.isolation == .isolated ? self.environment.executor : self.environment.cooperativeExecutor
        // Cancelled when its agent is told to stop, or by `keep`, when that came before the task was kept. Detached,
        // because the fact that opened it may have come from another agent's task, whose task-locals are none of its
        // business.
        let task = Task.detached(executorPreference: executor) { await self.runLane(opening.lane, isCallers: false) }
        self.keep(task, of: opening)
    }

    /// Runs the cooperative agents that can start now on this thread, each as far as it goes without waiting.
    private func runCooperativeAgentsHere() {
        if #available(macOS 26.0, iOS 26.0, watchOS 26.0, tvOS 26.0, visionOS 26.0, *) {
            while let opening = self.state.withLock({ $0.machine.openCallerLane() }) {
                // Cancelled like every lane.
                let task = Task.immediateDetached { await self.runLane(opening.lane, isCallers: true) }
                self.keep(task, of: opening)
            }
        }
        self.take { machine, _ in machine.callerLeft() }
    }

    /// Keeps the task of a lane to cancel it by, unless the lane has ended meanwhile.
    private func keep(_ task: Task<Void, Never>, of opening: RunStateMachine.Opening) {
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

    /// Cancels tasks from elsewhere, and each for itself: cancellation handlers are user code and may block.
    private func stop(_ tasks: [Task<Void, Never>]) {
        if let pool = self.environment.stoppingPool {
            for task in tasks { pool.stop(task) }
            return
        }
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

    private func runLane(_ lane: Int, isCallers: Bool) async {
        let deadline = RunDeadline(time: self.environment.time, enclosing: self.enclosing)
        await RunDeadline.$current.withValue(deadline) {
            await self.runAgents(on: lane, deadline, isCallers: isCallers)
        }
    }

    /// The loop of a lane. What is not awaited stands in functions of its own: the frame of this one is kept for every
    /// agent that is suspended.
    private func runAgents(on lane: Int, _ deadline: RunDeadline, isCallers: Bool) async {
        var order = self.arrive(lane, isCallers)
        while let next = order {
            switch next {
            case .decide(let node, let end):
                deadline.set(end)
                order = self.decide(node, on: lane)
            case .start(let node, let attempt, let end, let start):
                deadline.set(end)
                do {
                    let value = try await self.table.bodies[node](self.context(of: node, attempt, end))
                    order = self.succeeded(node, attempt, value, on: lane, since: start)
                } catch {
                    order = self.failed(error, on: lane)
                }
            case .refuse(let refusal): order = self.failed(refusal, on: lane)
            }
        }
    }

    @inline(never)
    private func arrive(_ lane: Int, _ isCallers: Bool) -> Next? {
        self.advance(lane) { machine, now in
            isCallers ? machine.next(on: lane, at: now) : machine.laneArrived(lane, at: now)
        }
    }

    @inline(never)
    private func decide(_ node: Int, on lane: Int) -> Next? {
        let isWanted = self.table.declarations[node].options.condition?(self.inputs(of: node)) ?? true
        return self.advance(lane) { $0.decided(on: lane, isWanted, at: $1) }
    }

    @inline(never)
    private func succeeded(
        _ node: Int, _ attempt: Int, _ value: any Sendable, on lane: Int, since start: Nanoseconds
    ) -> Next? {
        self.advance(lane, since: start) { machine, now in
            if machine.isCurrent(node: node, attempt: attempt) { self.results.write(value, of: node) }
            return machine.attemptSucceeded(on: lane, at: now)
        }
    }

    @inline(never)
    private func failed(_ error: any Error, on lane: Int) -> Next? {
        let outcome = Self.outcome(of: error)
        return self.advance(lane) { $0.attemptEnded(on: lane, outcome, at: $1) }
    }

    /// What a lane does next.
    private enum Next {
        case decide(node: Int, deadline: Nanoseconds)
        case start(node: Int, attempt: Int, deadline: Nanoseconds, now: Nanoseconds)
        case refuse(AbandonmentError)
    }

    private func context(of node: Int, _ attempt: Int, _ deadline: Nanoseconds) -> AgentContext {
        let snapshot = self.table.agents[node].mayMissInputs ? self.inputs(of: node) : nil
        return AgentContext(driver: self, node: node, attempt: attempt, deadline: deadline, snapshot: snapshot)
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

    /// Tells a fact of a lane and takes what it does next.
    @inline(__always)
    private func advance(
        _ lane: Int, since start: Nanoseconds = .never,
        _ fact: (inout RunStateMachine, Nanoseconds) -> RunStateMachine.Order?
    ) -> Next? {
        let now = self.environment.time.nanoseconds
        var isHelpOnItsWay = false
        var work: Work?
        let order = self.state.withLock { state in
            let wasAbandoned = state.machine.isAbandoned(lane)
            let order = fact(&state.machine, now)
            if order == nil, lane < state.tasks.count { state.tasks[lane] = nil }
            if wasAbandoned { self.environment.abandonment.remove() }
            work = self.collect(&state)
            isHelpOnItsWay = state.machine.isIsolatedLanePending
            return order
        }
        if let work { self.perform(work) }
        // While this thread was held nobody took the work behind it: a helper pays now.
        if isHelpOnItsWay, now - start > Self.helpfulHold { self.environment.pool?.offerWork() }
        switch order {
        case .start(let node, let attempt, let deadline):
            if let refusal = self.environment.abandonmentLimitReached() { return .refuse(refusal) }
            return .start(node: node, attempt: attempt, deadline: deadline, now: now)
        case .decide(let node, let deadline): return .decide(node: node, deadline: deadline)
        case nil: return nil
        }
    }

    /// How long an agent must have held its thread for a second one to be worth waking, which takes some microseconds.
    private static let helpfulHold: Nanoseconds = 20_000

    // MARK: Results

    /// The result of an agent that has ended, or why there is none.
    func value(of node: Int) -> Wanted<any Sendable> {
        if let value = self.results[node] { return .available(value) }
        let reason = self.state.withLock { $0.machine.missingReason(of: node) }
        if let reason { return .missing(reason) }
        guard let value = self.results[node] ?? self.table.declarations[node].options.fallback else {
            preconditionFailure("'\(self.name(of: node))' succeeded and has neither a result nor a fallback")
        }
        return .available(value)
    }

    /// The result of an input that has succeeded.
    func result(of node: Int) -> any Sendable {
        if self.results.has(node) { return self.results.value(of: node) }
        guard let fallback = self.table.declarations[node].options.fallback else {
            preconditionFailure("'\(self.name(of: node))' has no result where it was needed")
        }
        return fallback
    }

    func entries(of node: Int) -> [AgentInputs.Entry] {
        self.table.inputs(of: node).map { input in
            let input = Int(input.node)
            return AgentInputs.Entry(node: input, name: self.name(of: input), value: self.value(of: input))
        }
    }

    private func inputs(of node: Int) -> AgentInputs {
        self.table.agents[node].mayMissInputs
            ? AgentInputs(entries: self.snapshot(of: node)) : AgentInputs(of: node, in: self)
    }

    /// The inputs as they are at this moment: those that the agent can do without may still end.
    private func snapshot(of node: Int) -> [AgentInputs.Entry] {
        self.state.withLock { state in
            self.table.inputs(of: node).map { input in
                let input = Int(input.node)
                let value: Wanted<any Sendable> =
                    state.machine.missingReason(of: input).map { .missing($0) }
                    ?? (self.results[input] ?? self.table.declarations[input].options.fallback)
                    .map { .available($0) } ?? .missing(.notYet)
                return AgentInputs.Entry(node: input, name: self.name(of: input), value: value)
            }
        }
    }

    // MARK: What follows from a fact

    /// What is left to do when the lock is free again; as a rule nothing, and then there is none.
    private final class Work {
        var opening: RunStateMachine.Opening?
        var stops: [Task<Void, Never>] = []
        var outcome: RunOutcome?
        var waiters: [CheckedContinuation<RunOutcome, Never>] = []
        var hasEvents = false
    }

    private func collect(_ state: inout State) -> Work? {
        var work: Work?
        if let isolation = state.machine.neededLane {
            work = Work()
            work?.opening = state.machine.openLane(isolation)
            if isolation == .isolated { self.warnOfSaturation(&state) }
        }
        if !state.machine.stops.isEmpty { self.takeStops(&state, Self.work(&work)) }
        while state.machine.newlyAbandoned > 0 {
            self.environment.abandonment.add()
            state.machine.newlyAbandoned -= 1
        }
        if let listener, !state.machine.events.isEmpty {
            listener.append(state.machine.events)
            state.machine.events.removeAll(keepingCapacity: true)
            Self.work(&work).hasEvents = true
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
        for lane in state.machine.stops where lane < state.tasks.count {
            if let task = state.tasks[lane] { work.stops.append(task) }
            state.tasks[lane] = nil
        }
        state.machine.stops.removeAll()
    }

    private func perform(_ work: Work) {
        if let opening = work.opening { self.start(opening) }
        if !work.stops.isEmpty { self.stop(work.stops) }
        if work.hasEvents { self.listener?.wakeReader() }
        guard let outcome = work.outcome else { return }
        for waiter in work.waiters { waiter.resume(returning: outcome) }
    }

    private func finish(_ state: inout State, _ work: Work) {
        let outcome = RunOutcome(state.machine, self.results)
        state.outcome = outcome
        self.isFinished.store(true, ordering: .relaxed)
        work.outcome = outcome
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
    private func warnOfSaturation(_ state: inout State) {
        guard let pool = self.environment.pool, pool.isSaturated, !state.hasWarnedOfSaturation else { return }
        state.hasWarnedOfSaturation = true
        state.machine.warned(
            "all \(pool.threadCount) threads for agents are blocked: further agents wait for one",
            at: self.environment.time.nanoseconds)
    }
}
