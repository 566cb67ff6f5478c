extension RunStateMachine {
    struct Timer: Comparable, Sendable {
        enum Kind: UInt8, Sendable {
            /// Look at a lane.
            case lane
            /// The time of an agent between two attempts is over.
            case agent
            /// Its next attempt is due.
            case backOff
            /// An attempt that is still at work is to be joined by another.
            case hedge
        }

        var instant: Nanoseconds
        var order: UInt32
        var kind: Kind
        /// The lane or the agent.
        var index: Int32
        var attempt: Int32

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.instant == rhs.instant ? lhs.order < rhs.order : lhs.instant < rhs.instant
        }
    }

    /// The time that an attempt which was told to stop is given for it.
    struct Grace: Sendable {
        var end: Nanoseconds
        var lane: Int32
        var generation: UInt32
    }

    /// The instant at which ``timePassed(to:doingAtMost:)`` must be called next; ``Nanoseconds/never`` when nothing is due.
    ///
    /// It may come too early, never too late: a timer for something that has ended meanwhile is not looked for.
    @inline(__always)
    package var nextWakeUp: Nanoseconds {
        guard !self.hasFinished else { return .never }
        var next = min(self.timers.first?.instant ?? .never, self.nextGrace?.end ?? .never)
        guard self.tally.ended < self.nodes.count else { return next }
        next = min(next, self.deadline)
        if self.table.hasFinalAgents, !self.hasPassedCutOff { next = min(next, self.cutOff) }
        guard self.running < self.maximumParallel, !self.isolatedReady.isEmpty || !self.cooperativeReady.isEmpty else {
            return next
        }
        if self.now < self.nextStart { next = min(next, self.nextStart) }
        if self.now < self.nextHelper { next = min(next, self.nextHelper) }
        return next
    }

    @inline(__always)
    private var nextGrace: Grace? { self.gracesPassed < self.graces.count ? self.graces[self.gracesPassed] : nil }

    mutating func arm(_ kind: Timer.Kind, _ index: Int, attempt: Int32 = 0, at instant: Nanoseconds) {
        self.timersArmed &+= 1
        self.hasNewTimer = true
        self.timers.insert(
            Timer(
                instant: instant, order: self.timersArmed, kind: kind, index: Int32(truncatingIfNeeded: index),
                attempt: attempt))
    }

    /// Makes sure that a timer looks at a lane in time; as a rule the one of its last agent does.
    @inline(__always)
    mutating func armLane(_ lane: Int) {
        let deadline = self.lanes[lane].deadline
        guard deadline < self.lanes[lane].armed else { return }
        self.lanes[lane].armed = deadline
        self.arm(.lane, lane, at: deadline)
    }

    /// Gives the attempt of a lane its time to stop. No grace ends before an earlier one: all of them are as long until
    /// the deadline shortens them, to the same instant.
    mutating func armGrace(of lane: Int) {
        self.hasNewTimer = true
        let latest = max(self.now, self.deadline).advanced(byAtMost: self.limits.deadlineGrace.nanoseconds)
        let end = min(self.now.advanced(byAtMost: self.limits.stoppingGrace.nanoseconds), latest)
        self.graces.append(
            Grace(end: end, lane: Int32(truncatingIfNeeded: lane), generation: self.lanes[lane].generation))
    }

    /// The run is over but for attempts that were told to stop: they get no more than the grace of a deadline.
    mutating func shortenGraces() {
        self.hasNewTimer = true
        let latest = self.now.advanced(byAtMost: self.limits.deadlineGrace.nanoseconds)
        for index in self.graces.indices { self.graces[index].end = min(self.graces[index].end, latest) }
    }

    /// Does what is due, in the order of the instants; what is left then is due at once.
    mutating func fireTimers(atMost count: Int) {
        var done = 0
        while done < count, !self.hasFinished {
            done += 1
            let isOpen = self.tally.ended < self.nodes.count
            let deadline = isOpen ? self.deadline : .never
            let cutOff = isOpen && self.table.hasFinalAgents && !self.hasPassedCutOff ? self.cutOff : .never
            let grace = self.nextGrace?.end ?? .never
            let timer = self.timers.first?.instant ?? .never
            let next = min(min(deadline, cutOff), min(grace, timer))
            guard next <= self.now, next != .never else { return }
            if next == deadline {
                self.passDeadline()
            } else if next == cutOff {
                self.hasPassedCutOff = true
                self.passCutOff()
            } else if next == grace {
                self.passGrace()
            } else if let timer = self.timers.removeFirst() {
                self.fire(timer)
            }
        }
    }

    private mutating func fire(_ timer: Timer) {
        let index = Int(timer.index)
        switch timer.kind {
        case .lane: self.look(at: index, timer.instant)
        case .agent:
            guard !self.nodes[index].hasEnded, self.nodes[index].lane < 0 else { return }
            self.timeOut(index)
        case .backOff:
            // One whose time is over by now is ended by the timer that is next.
            guard self.nodes[index].word == NodeState.Word(.backingOff, attempt: timer.attempt),
                self.nodes[index].deadline > self.now
            else { return }
            self.enqueue(index)
        case .hedge: self.hedgeIsDue(index, attempt: timer.attempt)
        }
    }

    /// Ends the attempt of a lane when its time is over, and looks again later when it is not.
    private mutating func look(at lane: Int, _ instant: Nanoseconds) {
        guard self.lanes[lane].armed == instant else { return }
        self.lanes[lane].armed = .never
        guard self.lanes[lane].node >= 0, self.lanes[lane].fate == .current else { return }
        guard self.lanes[lane].deadline <= self.now else { return self.armLane(lane) }
        let index = Int(self.lanes[lane].node)
        self.lanes[lane].deadline = .never
        guard !self.nodes[index].hasEnded else { return }
        guard self.nodes[index].deadline > self.now else { return self.timeOut(index) }
        let limit = self.table.declarations[index].options.retry.attemptTimeout ?? .zero
        let attempt = self.lanes[lane].attempt
        self.stopAttempt(on: lane, .transientFailure)
        self.attemptFailed(
            index, attempt: attempt, "attempt \(attempt) gave no result in \(limit.shortText)", isRetryable: true,
            retryAfter: nil, isTimeout: true)
    }

    private mutating func passGrace() {
        guard let grace = self.nextGrace else { return }
        if self.isStopping(grace) { self.abandon(Int(grace.lane)) }
        self.dropPassedGraces()
    }

    /// Forgets the graces of attempts that have ended or were given up.
    mutating func dropPassedGraces() {
        while let grace = self.nextGrace, !self.isStopping(grace) { self.gracesPassed += 1 }
        guard self.gracesPassed == self.graces.count else { return }
        self.graces.removeAll(keepingCapacity: true)
        self.gracesPassed = 0
    }

    private func isStopping(_ grace: Grace) -> Bool {
        let lane = self.lanes[Int(grace.lane)]
        return lane.generation == grace.generation && lane.fate == .stopping
    }
}
