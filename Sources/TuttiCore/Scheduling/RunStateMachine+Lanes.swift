extension RunStateMachine {
    /// The kind of lane that would find work now and is not on its way; nil when there is none.
    ///
    /// A lane takes one agent after another, so one on its way is enough: when it comes and there is more, it asks again.
    @inline(__always)
    package var neededLane: AgentOptions.Isolation? {
        guard !self.hasFinished, self.mayStart, self.now >= self.nextHelper || self.running == 0 else { return nil }
        if !self.isolatedReady.isEmpty, !self.isIsolatedLanePending { return .isolated }
        if self.isCooperativeLanePending || self.isCallerAtWork || self.firstCooperative == nil { return nil }
        return .cooperative
    }

    /// A lane that is to be started.
    package struct Opening: Equatable, Sendable {
        package var lane: Int
        package var generation: UInt32
        package var isolation: AgentOptions.Isolation
    }

    /// Adds a lane, which is on its way until it first asks for work.
    package mutating func openLane(_ isolation: AgentOptions.Isolation) -> Opening {
        let isCooperative = isolation == .cooperative
        if isCooperative { self.isCooperativeLanePending = true } else { self.isIsolatedLanePending = true }
        let lane = self.addLane(isCooperative: isCooperative)
        return Opening(lane: lane, generation: self.lanes[lane].generation, isolation: isolation)
    }

    /// The caller of the run takes part: until ``callerLeft()`` no other cooperative lane is asked for.
    package mutating func callerArrived() { self.isCallerAtWork = true }

    /// Adds a lane of the caller's; nil when there is nothing for it.
    package mutating func openCallerLane() -> Opening? {
        guard !self.hasFinished, self.mayStart, self.firstCooperative != nil else { return nil }
        let lane = self.addLane(isCooperative: true)
        return Opening(lane: lane, generation: self.lanes[lane].generation, isolation: .cooperative)
    }

    package mutating func callerLeft() { self.isCallerAtWork = false }

    private mutating func addLane(isCooperative: Bool) -> Int {
        guard let lane = self.freeLanes.popLast() else {
            self.lanes.append(LaneState(isCooperative: isCooperative))
            return self.lanes.count - 1
        }
        self.lanes[Int(lane)].isCooperative = isCooperative
        return Int(lane)
    }

    /// Whether the attempt on a lane was told to stop; nil when the lane has ended since.
    package func isStopped(_ lane: Int, generation: UInt32) -> Bool? {
        guard self.lanes[lane].generation == generation else { return nil }
        return self.lanes[lane].fate != .current
    }

    /// The time from the start of the run to its deadline; nil when it has none.
    package var timeGiven: Nanoseconds? { self.deadline == .never ? nil : self.deadline - self.startedAt }

    /// A lane that was opened has arrived: what it does first, nil when it is to end.
    package mutating func laneArrived(_ lane: Int, at now: Nanoseconds) -> Order? {
        if self.lanes[lane].isCooperative {
            self.isCooperativeLanePending = false
        } else {
            self.isIsolatedLanePending = false
            if self.isHelpUseless { return self.sendAway(lane, at: now) }
        }
        return self.next(on: lane, at: now)
    }

    // MARK: Help

    /// Agents nearly in a row that make another one likely to be short as well.
    private static var manyShortAgents: Int32 { 64 }
    /// An agent that takes less is over before a second thread gets to its place.
    private static var shortTime: Nanoseconds { 2_000 }
    /// How long work waits for the lanes that are there before help is asked for again.
    private static var patience: Nanoseconds { 1_000_000 }

    /// Remembers whether an agent was short; in virtual time none is, as none takes any.
    @inline(__always)
    mutating func countShort(_ index: Int) {
        let time = self.now - self.nodes[index].startedAt
        let isShort = 0 < time && time < Self.shortTime
        // One long agent among short ones was interrupted; two in a row are long.
        self.shortAgents = isShort ? min(self.shortAgents &+ 1, 2 &* Self.manyShortAgents) : self.shortAgents / 2
    }

    /// Whether the agent on a lane, if there is one, began so long ago.
    @inline(__always)
    func agent(on lane: Int, hasRunFor time: Nanoseconds, at now: Nanoseconds) -> Bool {
        let node = Int(self.lanes[lane].node)
        return node >= 0 && self.nodes[node].startedAt < now - time
    }

    /// Whether a second lane would only contend with the first for the next agents.
    private var isHelpUseless: Bool { self.running > 0 && self.shortAgents >= Self.manyShortAgents }

    /// Closes a lane that has come to help; when work still waits after a while another one is opened.
    private mutating func sendAway(_ lane: Int, at now: Nanoseconds) -> Order? {
        self.shortAgents = 0
        self.nextHelper = max(self.now, now) + Self.patience
        self.hasNewTimer = true
        self.closeLane(lane)
        return nil
    }

    @inline(never)
    mutating func closeLane(_ lane: Int) {
        self.lanes[lane].node = -1
        self.lanes[lane].fate = .current
        self.lanes[lane].deadline = .never
        self.lanes[lane].generation &+= 1
        self.freeLanes.append(Int32(truncatingIfNeeded: lane))
    }
}
