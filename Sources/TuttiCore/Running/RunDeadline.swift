/// The deadline of the agent that the present task runs for, so that a run inside an agent cannot outlive it.
struct RunDeadline: Sendable {
    @TaskLocal static var current: RunDeadline?

    let instant: Duration
    let time: any TimeSource

    /// The time that is left, never negative.
    var remaining: Duration { max(self.instant - self.time.now, .zero) }
}
