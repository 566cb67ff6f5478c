/// Decides everything about one run: takes facts, gives orders, knows neither clocks, tasks nor locks.
///
/// An agent goes
///
/// waiting → ready: the last input it waits for has ended, or the cut-off releases it
/// ready → deciding → running, ready → running: a slot is free and the spacing has passed
/// running → backingOff → ready: an attempt failed and another is allowed
/// running → succeeded · failed: its attempt ended
/// running, backingOff, deciding → timedOut: its own limit, the cut-off, the deadline
/// waiting, ready, deciding → skipped: an ancestor, its condition, no time
/// anything that has not ended → cancelled
///
/// and an attempt that is told to stop is *stopping* until it ends or, after the grace, is *abandoned*. The run has
/// finished when every agent has ended and no attempt is stopping; facts that come later are ignored.
package struct RunStateMachine {
    package enum Action: Equatable {
        /// Ask the agent's condition, then report ``RunStateMachine/decided(_:_:at:)``.
        case decide(node: Int)
        /// Start an attempt; its budget ends at `deadline`.
        case start(node: Int, attempt: Int, deadline: Duration?)
        /// Cancel an attempt, without waiting for it.
        case stop(node: Int, attempt: Int)
        /// Tell whoever listens.
        case emit(RunEvent)
        /// Nothing follows.
        case finish
    }

    package enum AttemptOutcome: Equatable {
        case succeeded(output: String)
        case failed(error: String, isRetryable: Bool, retryAfter: Duration?)
    }

    struct AttemptID: Hashable {
        var node: Int
        var attempt: Int
    }

    enum Phase: Equatable {
        case waiting
        case ready(since: Duration)
        case deciding
        case running
        case backingOff
        case ended(AgentState)
    }

    struct NodeState {
        var phase = Phase.waiting
        /// Inputs that must still succeed; an open quorum counts as one.
        var requiredLeft = 0
        var wantedLeft = 0
        var quorumSucceeded = 0
        var quorumOpen = 0
        var attempt = 0
        var deadline: Duration?
        var limit = RunEvent.TimeLimit.timeout
        /// Whom dependents blame when they are skipped.
        var blame: SkipReason?
        var hasRunOutOfTime = false
        var isSkippedByCondition = false
    }

    struct Timer: Comparable {
        enum Kind: Equatable {
            case deadline
            case cutOff
            case spacing
            case agent(Int)
            case attempt(AttemptID)
            case backOff(AttemptID)
            case grace(AttemptID)
        }
        var instant: Duration
        var order: Int
        var kind: Kind

        static func < (lhs: Self, rhs: Self) -> Bool { (lhs.instant, lhs.order) < (rhs.instant, rhs.order) }
    }

    struct ReadyNode: Comparable {
        var remainingPath: Duration
        /// The agents on the longest chain from here, where no duration is known.
        var chain: Int
        var index: Int

        static func < (lhs: Self, rhs: Self) -> Bool {
            if lhs.remainingPath != rhs.remainingPath { return lhs.remainingPath > rhs.remainingPath }
            return lhs.chain == rhs.chain ? lhs.index < rhs.index : lhs.chain > rhs.chain
        }
    }

    let run: RunID
    let plan: ExecutionPlan
    let limits: RunLimits
    /// The instant at which the run must have returned.
    let deadline: Duration?
    /// The time that is kept free for the final agents.
    let reserve: Duration
    /// The instant at which everything but the final agents is cut.
    let cutOff: Duration?
    var generator: SeededRandomNumberGenerator

    var nodes: [NodeState]
    var ready = PriorityHeap<ReadyNode>()
    var timers = PriorityHeap<Timer>()
    var timersArmed = 0
    var stopping: Set<AttemptID> = []
    var abandoned: Set<AttemptID> = []
    var running = 0
    var ended = 0
    var nextStart: Duration
    var isSpacingArmed = false
    var hasFinished = false
    let startedAt: Duration
    var now: Duration
    var sequence = 0
    var actions: [Action] = []

    package init(
        run: RunID, plan: ExecutionPlan, limits: RunLimits, startingAt now: Duration, deadline: Duration?, seed: UInt64
    ) {
        self.run = run
        self.plan = plan
        self.limits = limits
        self.deadline = deadline
        self.reserve = plan.hasFinalAgents ? limits.reserve ?? plan.expectedFinalDuration : .zero
        self.cutOff = deadline.map { [reserve] in max($0 - reserve, now) }
        self.generator = SeededRandomNumberGenerator(seed: seed)
        self.startedAt = now
        self.now = now
        self.nextStart = now
        self.nodes = plan.nodes.map { node in
            var state = NodeState()
            state.requiredLeft = node.inputs.count { $0.kind == .needs } + (node.quorum > 0 ? 1 : 0)
            state.wantedLeft = node.inputs.count { $0.kind == .wants }
            state.quorumOpen = node.inputs.count { $0.kind == .quorum }
            return state
        }
    }

    /// The instant at which ``timePassed(to:)`` must be called next, nil when nothing is due.
    package var nextWakeUp: Duration? { self.hasFinished ? nil : self.timers.first?.instant }

    /// Whether a result of this attempt would still count.
    package func isCurrent(node: Int, attempt: Int) -> Bool {
        self.nodes[node].phase == .running && self.nodes[node].attempt == attempt
    }

    /// How an agent ended, nil while it has not.
    package func endState(of node: Int) -> AgentState? {
        guard case .ended(let state) = self.nodes[node].phase else { return nil }
        return state
    }

    /// The inputs of an agent that have no result, with the reason.
    package func missingInputs(of node: Int) -> [(node: Int, reason: MissingReason)] {
        self.plan.nodes[node].inputs.compactMap { input in
            self.missingReason(of: input.node).map { (input.node, $0) }
        }
    }

    // MARK: Facts

    package mutating func began() -> [Action] {
        self.step(at: self.startedAt) { machine in
            let deadline = machine.deadline.map { $0 - machine.startedAt }
            machine.emit(
                .runStarted(workflow: machine.plan.name, agents: machine.plan.agentNames, deadline: deadline))
            for warning in machine.plan.warnings { machine.emit(.warning(message: warning)) }
            if let deadline = machine.deadline { machine.arm(.deadline, at: deadline) }
            if let cutOff = machine.cutOff, machine.plan.hasFinalAgents { machine.arm(.cutOff, at: cutOff) }
            for index in machine.nodes.indices { machine.enqueueIfReady(index) }
        }
    }

    package mutating func decided(_ node: Int, _ isWanted: Bool, at now: Duration) -> [Action] {
        self.step(at: now) { machine in
            guard machine.nodes[node].phase == .deciding else { return }
            if isWanted { machine.startAttempt(node) } else { machine.skip(node, .condition) }
        }
    }

    package mutating func attemptEnded(
        _ node: Int, attempt: Int, _ outcome: AttemptOutcome, at now: Duration
    ) -> [Action] {
        self.step(at: now) { machine in
            guard machine.isCurrent(node: node, attempt: attempt) else {
                return machine.stoppedAttemptEnded(AttemptID(node: node, attempt: attempt), outcome)
            }
            switch outcome {
            case .succeeded(let output):
                machine.succeed(node, output: output)
                machine.tellDependents(of: node)
            case .failed(let error, let isRetryable, let retryAfter):
                machine.attemptFailed(node, error, isRetryable: isRetryable, retryAfter: retryAfter, isTimeout: false)
            }
        }
    }

    package mutating func partialProduced(_ node: Int, attempt: Int, _ text: String, at now: Duration) -> [Action] {
        self.step(at: now) { machine in
            guard machine.isCurrent(node: node, attempt: attempt) else { return }
            let agent = machine.plan.nodes[node].name
            machine.emit(
                machine.plan.nodes[node].options.isFinal
                    ? .answerDelta(agent: agent, attempt: attempt, text: text)
                    : .agentPartial(agent: agent, attempt: attempt, text: text))
        }
    }

    package mutating func usageRecorded(_ node: Int, attempt: Int, _ usage: Usage, at now: Duration) -> [Action] {
        self.step(at: now) { machine in
            machine.emit(.usageRecorded(agent: machine.plan.nodes[node].name, attempt: attempt, usage: usage))
        }
    }

    package mutating func warned(_ message: String, at now: Duration) -> [Action] {
        self.step(at: now) { $0.emit(.warning(message: message)) }
    }

    package mutating func cancelled(at now: Duration) -> [Action] { self.step(at: now) { $0.cancelAll() } }

    package mutating func timePassed(to now: Duration) -> [Action] { self.step(at: now) { $0.fireTimers() } }

    // MARK: One step

    /// Takes one fact, then starts what can start and finishes when nothing is left.
    private mutating func step(at now: Duration, _ take: (inout Self) -> Void) -> [Action] {
        guard !self.hasFinished else { return [] }
        self.now = max(self.now, now)
        take(&self)
        self.startReadyNodes()
        self.finishIfDone()
        self.dropStaleTimers()
        defer { self.actions = [] }
        return self.actions
    }

    mutating func emit(_ kind: RunEvent.Kind) {
        self.sequence += 1
        self.actions.append(
            .emit(RunEvent(run: self.run, sequence: self.sequence, time: self.now - self.startedAt, kind: kind)))
    }
}
