/// Where one agent stands in a run.
package struct NodeState: BitwiseCopyable, Sendable {
    enum Phase: UInt32, Sendable {
        /// Some input that it waits for has not ended.
        case waiting
        /// It may start as soon as a lane is free and the limits allow.
        case ready
        /// Its condition is being asked.
        case deciding
        case running
        /// An attempt failed, and the next one is due later.
        case backingOff
        case succeeded
        case failed
        case timedOut
        case cancelled
        case skipped
    }

    /// Phase and attempt in one word, so that one comparison tells whether a result still counts: that of attempt 1 never
    /// wins over attempt 2.
    struct Word: Equatable, Sendable {
        private var rawValue: UInt32

        init(_ phase: Phase, attempt: Int32) { self.rawValue = UInt32(bitPattern: attempt) << 4 | phase.rawValue }

        var phase: Phase {
            get { Phase(rawValue: self.rawValue & 15) ?? .waiting }
            set { self.rawValue = self.rawValue & ~15 | newValue.rawValue }
        }

        /// The number of the latest attempt, 0 before the first.
        var attempt: Int32 {
            get { Int32(truncatingIfNeeded: self.rawValue >> 4) }
            set { self.rawValue = UInt32(bitPattern: newValue) << 4 | self.rawValue & 15 }
        }
    }

    var word = Word(.waiting, attempt: 0)
    var wantedLeft: Int32 = 0
    var quorumSucceeded: Int32 = 0
    var quorumOpen: Int32 = 0
    /// The lane that is at work for it, -1 for none.
    var lane: Int32 = -1
    var special = Special()
    /// When it last became ready.
    var readyAt: Nanoseconds = 0
    var startedAt: Nanoseconds = .never
    var endedAt: Nanoseconds = 0
    var deadline: Nanoseconds = .never
    /// Whether the deadline is the run's and not its own timeout.
    var isDeadlineShared = false
    var hasRunOutOfTime = false
    var usesFallback = false
    /// Whether it waits to be chosen.
    var isHeld = false

    /// What only few agents come to; empty in all others, which is one comparison.
    struct Special: BitwiseCopyable, Equatable, Sendable {
        /// The attempts that were started beside another one.
        var hedges: UInt8 = 0
        /// The attempts at work beside the one that every running agent has.
        var rivals: UInt8 = 0
        /// Whether it is queued for a further attempt while it runs.
        var isHedgeDue = false
        /// Whether its fallback agent is asked in its place.
        var asksSubstitute = false

        @inline(__always)
        var isEmpty: Bool { unsafeBitCast(self, to: UInt32.self) == 0 }
    }

    init(_ agent: PlannedAgent, _ inputs: ContiguousArray<PlannedEdge>) {
        for edge in agent.inputs {
            switch inputs[Int(edge)].kind {
            case .needs: break
            case .wants: self.wantedLeft += 1
            case .quorum: self.quorumOpen += 1
            case .choice: self.isHeld = true
            }
        }
        // Being chosen is one more thing that it waits for.
        if self.isHeld { self.wantedLeft += 1 }
    }

    var phase: Phase {
        get { self.word.phase }
        set { self.word.phase = newValue }
    }

    var attempt: Int32 { self.word.attempt }

    /// How it ended; nil while it has not.
    var end: AgentState? {
        switch self.phase {
        case .waiting, .ready, .deciding, .running, .backingOff: nil
        case .succeeded: .succeeded
        case .failed: .failed
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .skipped: .skipped
        }
    }

    var hasEnded: Bool { self.phase.rawValue >= Phase.succeeded.rawValue }

    /// Why it has no result; nil when it has one.
    var missingReason: MissingReason? {
        switch self.phase {
        case .waiting, .ready, .deciding, .running, .backingOff: .notYet
        case .succeeded: nil
        case .failed: .failed
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .skipped: self.hasRunOutOfTime ? .notYet : .skipped
        }
    }

    // MARK: What it is told

    /// One that it only wants has ended.
    mutating func countWanted() {
        // At the cut-off a final agent stops waiting for what it only wants.
        if self.wantedLeft > 0 { self.wantedLeft -= 1 }
    }

    /// One of several has succeeded: whether that makes enough of them.
    mutating func winsQuorum(of required: Int32) -> Bool {
        self.quorumOpen -= 1
        self.quorumSucceeded += 1
        return self.quorumSucceeded == required
    }

    /// One of several has ended without a result: whether too few are left.
    mutating func losesQuorum(of required: Int32) -> Bool {
        self.quorumOpen -= 1
        return self.quorumSucceeded + self.quorumOpen < required
    }

    /// All that it waits for has ended.
    @inline(__always)
    mutating func becomeReady(at now: Nanoseconds) {
        self.phase = .ready
        self.readyAt = now
    }

    /// Its time is over at the earlier of its own limit and the one that it shares with others.
    @inline(__always)
    mutating func setDeadline(own: Nanoseconds, shared: Nanoseconds) {
        self.deadline = min(own, shared)
        self.isDeadlineShared = shared < own
    }

    /// It has ended; what it was before.
    @inline(__always)
    mutating func end(_ phase: Phase, at now: Nanoseconds) -> Phase {
        let earlier = self.phase
        self.phase = phase
        self.endedAt = now
        self.lane = -1
        return earlier
    }

    /// An attempt begins beside another one.
    mutating func hedge(on lane: Int) {
        self.word = Word(.running, attempt: self.attempt + 1)
        self.lane = Int32(truncatingIfNeeded: lane)
        self.special.hedges += 1
        self.special.rivals += 1
        self.special.isHedgeDue = false
    }

    /// The next attempt begins.
    @inline(__always)
    mutating func start(at now: Nanoseconds, on lane: Int) {
        let attempt = self.attempt + 1
        self.word = Word(.running, attempt: attempt)
        self.lane = Int32(truncatingIfNeeded: lane)
        if attempt == 1 { self.startedAt = now }
    }
}
