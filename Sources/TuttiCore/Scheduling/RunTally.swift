/// What a run counts as it goes, so that nothing has to be counted when it ends.
struct RunTally: Sendable {
    /// Agents that have ended.
    var ended = 0
    var succeeded = 0
    var timedOut = 0
    var failed = 0
    /// Agents without a result that the run does not lack.
    var excused = 0
    /// Agents that were asked.
    var asked = 0
    /// The most agents at work at the same moment.
    var maximumConcurrency: Int32 = 0
    /// The times of all agents together.
    var busyTime: Nanoseconds = 0
    var events = 0
    var finishedAt: Nanoseconds = 0

    /// Counts an agent that has ended, after so long a time at work.
    @inline(__always)
    mutating func count(_ phase: NodeState.Phase, after time: Nanoseconds) {
        self.ended += 1
        self.busyTime &+= time
        switch phase {
        case .succeeded: self.succeeded += 1
        case .timedOut: self.timedOut += 1
        case .failed: self.failed += 1
        default: break
        }
    }
}
