/// Runs what ``RunStateMachine`` orders: the only place where a run has tasks, timers and a lock.
///
/// Every fact is taken under the lock; what follows from it is done outside, because starting, cancelling and resuming
/// may run code of the user's. An attempt is one unstructured task: a task group would wait for a child that ignores its
/// cancellation, and the run could not return in time. Each such task is cancelled by ``RunStateMachine/Action/stop(node:attempt:)``.
final class RunDriver: Sendable {
    private struct State {
        var machine: RunStateMachine
        var reducer: RunReducer
        var values: [(any Sendable)?]
        var tasks: [RunStateMachine.AttemptID: Task<Void, Never>] = [:]
        var timer: ScheduledTimer?
        var timerInstant: Duration?
        var waiters: [CheckedContinuation<RunReport, Never>] = []
        var report: RunReport?
    }

    /// What is left to do when the lock is free again.
    private struct Work {
        var decisions: [(node: Int, inputs: AgentInputs)] = []
        var starts: [(id: RunStateMachine.AttemptID, deadline: Duration?, inputs: AgentInputs)] = []
        var stops: [Task<Void, Never>] = []
        var finished: (report: RunReport, waiters: [CheckedContinuation<RunReport, Never>])?
    }

    let run: RunID
    private let plan: ExecutionPlan
    private let request: AgentRequest
    private let environment: ParallelExecutor.Environment
    /// The deadline of the agent in which this run was started, if it was.
    private let enclosing = RunDeadline.current
    private let listener: EventBuffer?
    private let onFinish: @Sendable (RunReport) -> Void
    private let state: Lock<State>

    init(
        run: RunID, plan: ExecutionPlan, request: AgentRequest, limits: RunLimits, deadline: Duration?,
        environment: ParallelExecutor.Environment, listener: EventBuffer?,
        onFinish: @escaping @Sendable (RunReport) -> Void
    ) {
        self.run = run
        self.plan = plan
        self.request = request
        self.environment = environment
        self.listener = listener
        self.onFinish = onFinish
        let machine = RunStateMachine(
            run: run, plan: plan, limits: limits, startingAt: environment.time.now, deadline: deadline,
            seed: environment.random())
        self.state = Lock(
            State(
                machine: machine, reducer: RunReducer(plan: plan, run: run),
                values: Array(repeating: nil, count: plan.nodes.count)))
    }

    // MARK: Facts from outside

    func begin() { self.take { machine, _ in machine.began() } }

    func cancel() { self.take { machine, now in machine.cancelled(at: now) } }

    /// The report, as soon as the run has finished; does not cancel anything when its task is cancelled.
    func report() async -> RunReport {
        await withCheckedContinuation { continuation in
            let early = self.state.withLock { state in
                if state.report == nil { state.waiters.append(continuation) }
                return state.report
            }
            if let early { continuation.resume(returning: early) }
        }
    }

    // MARK: One fact

    private func take(_ fact: (inout RunStateMachine, Duration) -> [RunStateMachine.Action]) {
        let work = self.state.withLock { state in
            self.prepare(fact(&state.machine, self.environment.time.now), &state)
        }
        self.perform(work)
    }

    private func prepare(_ actions: [RunStateMachine.Action], _ state: inout State) -> Work {
        var work = Work()
        for action in actions {
            switch action {
            case .emit(let event):
                state.reducer.apply(event)
                self.listener?.append(event)
            case .decide(let node): work.decisions.append((node, self.inputs(of: node, state)))
            case .start(let node, let attempt, let deadline):
                let id = RunStateMachine.AttemptID(node: node, attempt: attempt)
                work.starts.append((id, deadline, self.inputs(of: node, state)))
            case .stop(let node, let attempt):
                let task = state.tasks.removeValue(forKey: .init(node: node, attempt: attempt))
                if let task { work.stops.append(task) }
            case .finish: work.finished = self.finish(&state)
            }
        }
        self.adjustTimer(&state)
        return work
    }

    private func perform(_ work: Work) {
        for task in work.stops { self.stop(task) }
        for decision in work.decisions { self.decide(decision.node, decision.inputs) }
        for start in work.starts { self.start(start.id, start.deadline, start.inputs) }
        guard let (report, waiters) = work.finished else { return }
        self.onFinish(report)
        for waiter in waiters { waiter.resume(returning: report) }
    }

    private func finish(_ state: inout State) -> (RunReport, [CheckedContinuation<RunReport, Never>]) {
        var report = state.reducer.report
        report.plan = self.plan
        report.values = self.plan.nodes.indices.map { self.value(of: $0, state) }
        state.report = report
        defer { state.waiters = [] }
        return (report, state.waiters)
    }

    private func value(of node: Int, _ state: State) -> Wanted<any Sendable> {
        if let reason = state.machine.missingReason(of: node) { return .missing(reason) }
        guard let value = state.values[node] ?? self.plan.nodes[node].options.fallback else {
            preconditionFailure("'\(self.plan.nodes[node].name)' succeeded and has neither a result nor a fallback")
        }
        return .available(value)
    }

    private func inputs(of node: Int, _ state: State) -> AgentInputs {
        AgentInputs(
            entries: self.plan.nodes[node].inputs.map { input in
                .init(
                    node: input.node, name: self.plan.nodes[input.node].name,
                    value: self.value(of: input.node, state))
            })
    }

    private func adjustTimer(_ state: inout State) {
        let next = state.machine.nextWakeUp
        guard next != state.timerInstant else { return }
        state.timer?.cancel()
        state.timerInstant = next
        state.timer = next.map { instant in
            // Holds the run, which may have nothing else at work; cancelled when the run finishes.
            self.environment.time.schedule(at: instant) { self.timerFired(instant) }
        }
    }

    private func timerFired(_ instant: Duration) {
        self.take { machine, now in machine.timePassed(to: max(now, instant)) }
    }

    // MARK: Tasks

    private func decide(_ node: Int, _ inputs: AgentInputs) {
        guard let condition = self.plan.nodes[node].options.condition else { return }
        // Never cancelled: it does not suspend, and the machine ignores an answer that comes too late.
        Task(executorPreference: self.environment.executor) {
            let isWanted = condition(inputs)
            self.take { machine, now in machine.decided(node, isWanted, at: now) }
        }
    }

    private func start(_ id: RunStateMachine.AttemptID, _ deadline: Duration?, _ inputs: AgentInputs) {
        let context = AgentContext(
            run: self.run, agent: self.plan.nodes[id.node].name, attempt: id.attempt, request: self.request,
            inputs: inputs, deadline: deadline, time: self.environment.time
        ) { [weak self] in self?.reported($0, by: id) }
        // Cancelled by the action `stop`, or right here when that came before the task was stored. Detached, because the
        // fact that started it may have come from another agent's task, whose task-locals are none of its business.
        let task = Task.detached(executorPreference: self.environment.executor) { await self.runAttempt(id, context) }
        let isCurrent = self.state.withLock { state in
            let isCurrent = state.machine.isCurrent(node: id.node, attempt: id.attempt)
            if isCurrent { state.tasks[id] = task }
            return isCurrent
        }
        if !isCurrent { self.stop(task) }
    }

    /// Cancels a task from the pool: cancellation handlers are user code and may block.
    private func stop(_ task: Task<Void, Never>) {
        // Never cancelled: it does one call.
        Task(executorPreference: self.environment.executor) { task.cancel() }
    }

    private func runAttempt(_ id: RunStateMachine.AttemptID, _ context: AgentContext) async {
        let body = self.plan.nodes[id.node].body
        let result: Result<any Sendable, any Error>
        do {
            let deadline = context.deadline.map { RunDeadline(instant: $0, time: context.time) } ?? self.enclosing
            result = .success(try await RunDeadline.$current.withValue(deadline) { try await body(context) })
        } catch {
            result = .failure(error)
        }
        self.attemptEnded(id, result)
    }

    private func attemptEnded(_ id: RunStateMachine.AttemptID, _ result: Result<any Sendable, any Error>) {
        let outcome = Self.outcome(of: result)
        let work = self.state.withLock { state in
            state.tasks[id] = nil
            if case .success(let value) = result, state.machine.isCurrent(node: id.node, attempt: id.attempt) {
                state.values[id.node] = value
            }
            let now = self.environment.time.now
            return self.prepare(
                state.machine.attemptEnded(id.node, attempt: id.attempt, outcome, at: now), &state)
        }
        self.perform(work)
    }

    private func reported(_ report: AgentContext.Report, by id: RunStateMachine.AttemptID) {
        self.take { machine, now in
            switch report {
            case .partial(let text): machine.partialProduced(id.node, attempt: id.attempt, text, at: now)
            case .usage(let usage): machine.usageRecorded(id.node, attempt: id.attempt, usage, at: now)
            case .warning(let message): machine.warned(message, at: now)
            }
        }
    }

    private static func outcome(of result: Result<any Sendable, any Error>) -> RunStateMachine.AttemptOutcome {
        switch result {
        case .success(let value): .succeeded(output: outputText(of: value))
        case .failure(let error):
            .failed(
                error: String(describing: error), isRetryable: (error as? any RetryAdvice)?.isRetryable ?? true,
                retryAfter: (error as? any RetryAdvice)?.retryAfter)
        }
    }
}
