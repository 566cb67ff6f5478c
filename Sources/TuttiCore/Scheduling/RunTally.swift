/// What a run counts as it goes, so that nothing has to be counted when it ends.
struct RunTally: Sendable {
    /// Agents that have ended.
    var ended = 0
    var succeeded = 0
    var timedOut = 0
    var failed = 0
    var skippedByCondition = 0
    /// Agents that were asked.
    var asked = 0
    /// The most agents at work at the same moment.
    var maximumConcurrency: Int32 = 0
    /// The times of all agents together.
    var busyTime: Nanoseconds = 0
    var events = 0
    var finishedAt: Nanoseconds = 0
}
