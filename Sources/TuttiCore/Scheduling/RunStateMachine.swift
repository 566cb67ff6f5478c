/// Decides everything about one run: takes facts, gives orders, knows neither clocks, tasks nor locks.
///
/// An agent goes
///
/// waiting → ready: the last input it waits for has ended and it was chosen if it must be, or the cut-off releases it
/// ready → deciding → running, ready → running: a lane is free, the limits allow it, and the spacing has passed
/// running → backingOff → ready: an attempt failed and another is allowed, if need be of its fallback agent
/// running, twice at once: it is hedged, and the first result of both counts
/// running → succeeded · failed: its attempt ended
/// running, backingOff, deciding → timedOut: its own limit, the cut-off, the deadline
/// waiting, ready, deciding → skipped: an ancestor, its condition, no time, nobody needs it any more, it is not chosen
/// running, backingOff → cancelled: it has lost a race, or is not wanted by who chooses
/// anything that has not ended → cancelled
///
/// Attempts run on *lanes*: a lane is whoever runs one attempt after another. It asks for the next with ``next(on:at:)``
/// and closes when there is none. An attempt that is told to stop is *stopping* until it ends or, after the grace, is
/// *abandoned*, and its lane with it. The run has finished when every agent has ended and no attempt is stopping; facts
/// that come later are ignored.
///
/// It has one owner: a copy shares the columns in which the agents are kept, so none is made.
package struct RunStateMachine {
    /// What a lane does next.
    package enum Order: Equatable, Sendable {
        /// Ask the agent's condition, then report ``RunStateMachine/decided(on:_:at:)``.
        case decide(node: Int, deadline: Nanoseconds)
        /// Make an attempt; its budget ends at `deadline`. Then report ``RunStateMachine/attemptEnded(on:_:at:)``.
        case start(node: Int, attempt: Int, deadline: Nanoseconds)
    }

    package enum AttemptOutcome: Equatable, Sendable {
        case succeeded
        /// `wasMade` is false of a call that its provider was spared, which says nothing about it.
        case failed(error: String, isRetryable: Bool, retryAfter: Duration?, wasMade: Bool = true)
    }

    package let plan: ExecutionPlan
    let table: PlanTable
    let limits: RunLimits
    let startedAt: Nanoseconds
    /// The instant at which the run must have returned.
    let deadline: Nanoseconds
    /// The time that is kept free for the final agents.
    let reserve: Nanoseconds
    /// The instant at which everything but the final agents is cut.
    let cutOff: Nanoseconds
    let timeout: Nanoseconds
    let startSpacing: Nanoseconds
    let maximumParallel: Int32
    var generator: SeededRandomNumberGenerator
    /// What agents may spend on hedges that have no budget of their own; nil sets no bound.
    let hedgingBudget: AttemptBudget?

    let nodes: Column<NodeState>
    /// The inputs of each agent that must still succeed, an open quorum as one; apart from the rest, because nothing else
    /// is asked of most dependents when an agent ends.
    let requiredLeft: Column<Int32>
    var lanes: ContiguousArray<LaneState> = []
    var freeLanes: [Int32] = []
    /// Ready agents by rank: those that need a thread of the pool, and those that run anywhere.
    var isolatedReady: RankSet
    var cooperativeReady: RankSet
    /// Lanes that were opened and have not asked for work yet, by kind: one each is enough, as the first opens the next.
    var isIsolatedLanePending = false
    var isCooperativeLanePending = false
    var isCallerAtWork = false
    /// Agents in a row that were over before another thread could have begun to help.
    var shortAgents: Int32 = 0
    /// Until then no lane is asked for beside those at work.
    var nextHelper = Nanoseconds.min

    var timers = PriorityHeap<Timer>()
    var timersArmed: UInt32 = 0
    /// Attempts that were told to stop, in the order in which their grace ends.
    var graces: [Grace] = []
    var gracesPassed = 0
    var hasPassedCutOff = false

    /// Agents that hold a slot: running or deciding.
    var running: Int32 = 0
    var deciding: Int32 = 0
    var stopping: Int32 = 0
    var nextStart: Nanoseconds
    /// When a limit last kept a ready agent from starting.
    var lastRefusal: Nanoseconds = .min
    var now: Nanoseconds

    /// What agents have chosen that choose among others.
    var choices = RunChoices()
    var tally = RunTally()
    var notes = RunNotes()

    /// Whether anybody listens; nothing is noted for nobody.
    private let isObserved: Bool
    package private(set) var hasFinished = false

    // MARK: Orders beside those of lanes; the driver takes them after each fact.

    /// Lanes that are to be told to stop, without waiting for it.
    package var stops: [Int] = []
    /// Whether ``nextWakeUp`` may be earlier than it was; the driver looks and lowers it.
    package var hasNewTimer = false
    /// Lanes whose attempt was given up since the last fact.
    package var abandonments: [Int] = []
    /// The events since the last fact.
    package var events: [EventRecord] = []

    package init(
        plan: ExecutionPlan, limits: RunLimits, startingAt now: Nanoseconds, deadline: Nanoseconds, seed: UInt64,
        isObserved: Bool, hedgingBudget: AttemptBudget? = nil
    ) {
        let table = plan.table
        self.plan = plan
        self.table = table
        self.limits = limits
        self.deadline = deadline
        self.reserve =
            table.hasFinalAgents
            ? limits.reserve?.nanoseconds ?? table.reserve(in: deadline == .never ? .never : max(deadline - now, 0)) : 0
        // Neither too far back nor before the run.
        self.cutOff =
            deadline == .never ? .never : deadline < now ? now : max(deadline - min(self.reserve, deadline), now)
        self.timeout = limits.timeout?.nanoseconds ?? .never
        self.startSpacing = limits.startSpacing.nanoseconds
        self.maximumParallel = Int32(clamping: limits.maximumParallel ?? .max)
        self.generator = SeededRandomNumberGenerator(seed: seed)
        self.startedAt = now
        self.now = now
        self.nextStart = now
        self.isObserved = isObserved
        self.hedgingBudget = hedgingBudget
        self.nodes = Column(table.initialStates)
        self.requiredLeft = Column(table.requiredInputs)
        self.isolatedReady = RankSet(capacity: table.count)
        self.cooperativeReady = RankSet(capacity: table.hasCooperativeAgents ? table.count : 1)
    }

    /// Whether a result of this attempt would still count.
    package func isCurrent(node: Int, attempt: Int) -> Bool {
        let attempt = Int32(truncatingIfNeeded: attempt)
        guard self.nodes[node].special.hedges == 0 else { return self.isAtWork(node, attempt) }
        return self.nodes[node].word == NodeState.Word(.running, attempt: attempt)
    }

    // MARK: Facts

    package mutating func began() {
        let time = self.deadline == .never ? .never : self.deadline - self.startedAt
        self.emit(.runStarted, 0, budget: time, attempt: 0)
        for warning in self.plan.warnings { self.warn(warning) }
        for index in self.nodes.indices { self.enqueueIfReady(index) }
        self.hasNewTimer = true
        self.finishStep()
    }

    /// A lane is free: what it does next, nil when it is to end.
    package mutating func next(on lane: Int, at now: Nanoseconds) -> Order? {
        self.advance(to: now)
        let order = self.takeNext(on: lane)
        self.finishStep()
        return order
    }

    /// The condition of an agent has answered: what its lane does next, nil when it is to end.
    package mutating func decided(on lane: Int, _ isWanted: Bool, at now: Nanoseconds) -> Order? {
        self.advance(to: now)
        let order = self.take(decision: isWanted, on: lane)
        self.finishStep()
        return order
    }

    /// An attempt has given a result: what its lane does next, nil when it is to end.
    @inline(__always)
    package mutating func attemptSucceeded(on lane: Int, at now: Nanoseconds) -> Order? {
        self.advance(to: now)
        let order = self.takeSuccess(on: lane)
        self.finishStep()
        return order
    }

    /// An attempt has ended: what its lane does next, nil when it is to end.
    package mutating func attemptEnded(on lane: Int, _ outcome: AttemptOutcome, at now: Nanoseconds) -> Order? {
        self.advance(to: now)
        let order = self.take(outcome, on: lane)
        self.finishStep()
        return order
    }

    package mutating func partialProduced(_ node: Int, attempt: Int, _ text: String, at now: Nanoseconds) {
        self.advance(to: now)
        guard self.isCurrent(node: node, attempt: attempt) else { return }
        let agent = self.name(of: node)
        self.emit { machine in
            machine.table.agents[node].isFinal
                ? .answerDelta(agent: agent, attempt: attempt, text: text)
                : .agentPartial(agent: agent, attempt: attempt, text: text)
        }
    }

    package mutating func usageRecorded(_ node: Int, attempt: Int, _ usage: Usage, at now: Nanoseconds) {
        guard !self.hasFinished else { return }
        self.advance(to: now)
        self.notes.usages[node, default: Usage()] += usage
        self.emit { machine in .usageRecorded(agent: machine.name(of: node), attempt: attempt, usage: usage) }
    }

    package mutating func warned(_ message: String, at now: Nanoseconds) {
        guard !self.hasFinished else { return }
        self.advance(to: now)
        self.warn(message)
    }

    /// An attempt tells of something that changes nothing in the run, such as a wait for a shared limit.
    package mutating func noted(_ node: Int, attempt: Int, _ kind: RunEvent.Kind, at now: Nanoseconds) {
        guard !self.hasFinished, self.isCurrent(node: node, attempt: attempt) else { return }
        self.advance(to: now)
        self.emit { _ in kind }
    }

    /// An attempt chooses another agent, which starts as soon as those have ended that it is to come after.
    package mutating func chose(
        _ name: String, after names: [String], isSpeculative: Bool, by node: Int, attempt: Int, at now: Nanoseconds
    ) {
        guard !self.hasFinished, self.isCurrent(node: node, attempt: attempt) else { return }
        self.advance(to: now)
        self.choose(name, after: names, isSpeculative: isSpeculative, by: node)
        self.finishStep()
    }

    /// An attempt does not want an agent that it chooses or has chosen.
    package mutating func dismissed(_ name: String, by node: Int, attempt: Int, at now: Nanoseconds) {
        guard !self.hasFinished, self.isCurrent(node: node, attempt: attempt) else { return }
        self.advance(to: now)
        self.dismiss(name, by: node)
        self.finishStep()
    }

    package mutating func cancelled(at now: Nanoseconds) {
        guard !self.hasFinished else { return }
        self.advance(to: now)
        self.cancelAll()
        self.finishStep()
    }

    package mutating func timePassed(to now: Nanoseconds, doingAtMost count: Int = .max) {
        guard !self.hasFinished else { return }
        self.advance(to: now)
        self.fireTimers(atMost: count)
        self.finishStep()
    }

    // MARK: One step

    @inline(__always)
    private mutating func advance(to now: Nanoseconds) { self.now = max(self.now, now) }

    /// Finishes the run when nothing is left of it.
    @inline(__always)
    private mutating func finishStep() {
        self.noteRefusal()
        guard self.tally.ended == self.nodes.count, self.stopping == 0, !self.hasFinished else { return }
        self.emit { machine in .runFinished(status: machine.status) }
        self.tally.finishedAt = self.now
        self.hasFinished = true
        self.hasNewTimer = true
    }

    // MARK: Events

    func name(of node: Int) -> String { self.table.declarations[node].name }

    /// Notes an event; what it says is only made when somebody listens.
    mutating func emit(_ kind: (Self) -> RunEvent.Kind) {
        self.tally.events += 1
        guard self.isObserved else { return }
        self.events.append(
            EventRecord(time: self.now - self.startedAt, tag: .other, written: EventRecord.Written(kind(self))))
    }

    /// Notes one of the events that every run, or every agent, has.
    @inline(__always)
    mutating func emit(
        _ tag: EventRecord.Tag, _ node: Int, budget: Nanoseconds = .never, attempt: Int32? = nil
    ) {
        self.tally.events += 1
        if self.isObserved { self.note(tag, node, budget, attempt) }
    }

    /// Notes that an agent has succeeded by its fallback agent.
    mutating func emitSubstituteSuccess(_ node: Int, attempt: Int32) {
        let reason = self.notes.errors[node]
        self.emit(.agentSucceeded, node, attempt: attempt)
        guard self.isObserved else { return }
        self.events[self.events.count - 1].written = EventRecord.Written(
            .agentSucceeded(agent: self.name(of: node), attempt: Int(attempt), output: "", fallbackReason: reason))
    }

    @inline(never)
    private mutating func note(_ tag: EventRecord.Tag, _ node: Int, _ budget: Nanoseconds, _ attempt: Int32?) {
        self.events.append(
            EventRecord(
                time: self.now - self.startedAt, budget: budget, node: Int32(truncatingIfNeeded: node),
                attempt: attempt ?? self.nodes[node].attempt, tag: tag))
    }

    mutating func warn(_ message: String) {
        self.notes.warn(message)
        self.emit { _ in .warning(message: message) }
    }
}
