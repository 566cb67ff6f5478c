internal import Synchronization

/// A lane as the code on it finds it: how long its agent has, so that a run inside of the agent cannot outlive it, and where
/// the lane's own task sleeps, so that it can be told to stop by being woken.
///
/// One object a lane, which moves on from agent to agent: setting a task-local value costs more than a small agent does.
///
/// awake: its task falls asleep → asleep · it is told to stop → stopped
/// asleep: the task wakes up → awake · it is told to stop → stopped, and whoever tells it wakes it
/// stopped: for ever, as a lane that was told to stop runs no further agent
@usableFromInline
final class RunLane: @unchecked Sendable {  // others get the lane when the handle is set
    @TaskLocal static var current: RunLane?

    let number: Int
    /// The lane's own task, to cancel it by: for others, and for itself when they have told it to stop.
    var handle: Task<Void, any Error>?
    private let environment: ParallelExecutor.Environment
    private let enclosing: RunLane?
    private let deadline = Atomic<Nanoseconds>(.never)
    /// The hash of the lane's own task; 0 while none runs. Child tasks see the same lane, and may be cancelled without it.
    private let task = Atomic(0)
    /// ``awake``, ``stopped``, or the address of a sleeper that belongs to whoever takes it from here.
    private let state = Atomic(RunLane.awake)

    private static let awake: UInt = 0
    private static let stopped: UInt = 1

    init(_ number: Int, in environment: ParallelExecutor.Environment, enclosing: RunLane?) {
        self.number = number
        self.environment = environment
        self.enclosing = enclosing
    }

    // MARK: Time

    /// Sets the instant at which the time of the present agent is over.
    @inline(__always)
    func setDeadline(_ instant: Nanoseconds) { self.deadline.store(instant, ordering: .relaxed) }

    /// The time that is left, never negative; nil when there is no limit.
    var remaining: Duration? {
        let instant = self.deadline.load(ordering: .relaxed)
        guard instant != .never else { return self.enclosing?.remaining }
        return max(instant - self.environment.now, 0).duration
    }

    // MARK: Stopping

    /// Tells the lane to stop. May run cancellation handlers, which are code of a user's, and may block.
    func stop() { if !self.stopSleeping() { self.handle?.cancel() } }

    /// Cancels the lane's own task, which finds that it has been told to stop; returns what it throws then.
    @inline(never)
    func cancelTask() -> CancellationError {
        // Set before anybody could tell it to stop.
        self.handle?.cancel()
        return CancellationError()
    }

    /// The present task is the lane's own.
    @inline(never)
    func taskBegins() { self.task.store(Self.presentTask, ordering: .relaxed) }

    func taskEnds() { self.task.store(0, ordering: .relaxed) }

    /// Whether the present task is the lane's own: nobody but its run cancels that, so that nothing but
    /// ``stopSleeping()`` ends its sleep before the time.
    var isOfPresentTask: Bool { self.task.load(ordering: .relaxed) == Self.presentTask }

    private static var presentTask: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }

    /// The lane's own task is about to sleep; false when it has been told to stop.
    func fallsAsleep(in sleeper: Sleeper) -> Bool {
        let place = Unmanaged.passRetained(sleeper)
        let isAsleep = self.changeState(from: Self.awake, to: Self.address(of: place))
        if !isAsleep { place.release() }
        return isAsleep
    }

    /// The lane's own task has slept; false when it has been told to stop.
    func wakesUp(from sleeper: Sleeper) -> Bool {
        let place = Unmanaged.passUnretained(sleeper)
        let isAwake = self.changeState(from: Self.address(of: place), to: Self.awake)
        if isAwake { place.release() }
        return isAwake
    }

    /// Tells the lane to stop if its own task sleeps: wakes it, and it cancels itself. False when it does not sleep, or was
    /// told before.
    ///
    /// Runs no cancellation handler.
    func stopSleeping() -> Bool {
        let state = self.state.exchange(Self.stopped, ordering: .acquiringAndReleasing)
        guard state != Self.stopped, let place = UnsafeRawPointer(bitPattern: state) else { return false }
        Unmanaged<Sleeper>.fromOpaque(place).takeRetainedValue().stop()
        return true
    }

    private func changeState(from old: UInt, to new: UInt) -> Bool {
        self.state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
    }

    private static func address(of sleeper: Unmanaged<Sleeper>) -> UInt { UInt(bitPattern: sleeper.toOpaque()) }
}
