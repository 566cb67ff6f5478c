internal import Synchronization

/// The deadline of the agent that the present task runs for, so that a run inside an agent cannot outlive it.
///
/// One object a lane, which moves on from agent to agent: setting a task-local value costs more than a small agent does.
final class RunDeadline: Sendable {
    @TaskLocal static var current: RunDeadline?

    let time: any TimeSource
    private let enclosing: RunDeadline?
    private let instant = Atomic<Nanoseconds>(.never)

    init(time: any TimeSource, enclosing: RunDeadline?) {
        self.time = time
        self.enclosing = enclosing
    }

    func set(_ instant: Nanoseconds) { self.instant.store(instant, ordering: .relaxed) }

    /// The time that is left, never negative; nil when there is no limit.
    var remaining: Duration? {
        let instant = self.instant.load(ordering: .relaxed)
        guard instant != .never else { return self.enclosing?.remaining }
        return max(instant - self.time.nanoseconds, 0).duration
    }
}
