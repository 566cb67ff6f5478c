/// What one lane is at: the attempt that it runs, and the time of it.
struct LaneState: Sendable {
    /// What became of the attempt on the lane.
    enum Fate: UInt8, Sendable {
        /// Its result will count.
        case current
        /// It was told to stop.
        case stopping
        /// It did not, and goes on unheeded.
        case abandoned
    }

    /// The agent, -1 between two.
    var node: Int32 = -1
    var attempt: Int32 = 0
    var fate = Fate.current
    var isCooperative: Bool
    /// Tells one use of the place from the next.
    var generation: UInt32 = 0
    /// When the time of the present attempt is over.
    var deadline: Nanoseconds = .never
    /// The instant at which a timer looks at this lane; ``Nanoseconds/never`` when none does.
    ///
    /// A lane keeps its timer from agent to agent: the next one has a later deadline as a rule, so that a start costs
    /// nothing, and the timer finds out when it fires.
    var armed: Nanoseconds = .never

    /// Ends with its agent, and tells which it was; nil when its attempt was told to stop.
    @inline(__always)
    mutating func release() -> Int? {
        guard self.fate == .current else { return nil }
        defer { self.node = -1 }
        return Int(self.node)
    }

    /// Takes an agent; true when the lane's timer would come too late for it.
    @inline(__always)
    mutating func occupy(_ node: Int, attempt: Int32, until deadline: Nanoseconds) -> Bool {
        self.node = Int32(truncatingIfNeeded: node)
        self.attempt = attempt
        self.deadline = deadline
        guard deadline < self.armed else { return false }
        self.armed = deadline
        return true
    }
}
