internal import Synchronization

/// One suspended task that is woken exactly once, by its timer or because it is to stop, whichever comes first.
///
/// idle: suspended by its task → suspended · its time is over, or it is to stop → that, and the task does not suspend
/// suspended: its time is over → over, it is to stop → cancelled; who does that resumes the task
///
/// One word decides, because a hundred thousand tasks may sleep at the same time and each of them pays for this object.
final class Sleeper: @unchecked Sendable {  // the plain fields are written before `suspended` and read after it
    private enum State: UInt8, AtomicRepresentable {
        case idle
        case suspended
        case over
        case cancelled
    }

    /// Let go once the timer is armed: all sleepers share it, and those that end at once would contend for its count of
    /// references.
    private var time: (any TimeSource)?
    private let instant: Nanoseconds
    private let state = Atomic(State.idle)
    private var continuation: UnsafeContinuation<Void, Never>?
    private var timer: ScheduledTimer?

    init(until instant: Nanoseconds, of time: any TimeSource) {
        self.time = time
        self.instant = instant
    }

    /// Returns when the time is over.
    ///
    /// Inlined, and without anything that the sleeper has itself: what an asynchronous function holds is kept for every
    /// sleeping task.
    ///
    /// - Throws: `CancellationError`, as soon as the task is cancelled or, if it is a lane's own, told to stop; it is
    ///   cancelled then.
    @inline(__always)
    func sleep() async throws {
        if let lane = RunLane.current, lane.isOfPresentTask {
            // Woken by its lane, without a cancellation handler, which costs more than the rest; then it cancels itself.
            guard lane.fallsAsleep(in: self) else { throw lane.cancelTask() }
            await withUnsafeContinuation { self.suspend($0) }
            guard lane.wakesUp(from: self) else { throw lane.cancelTask() }
            return
        }
        await withTaskCancellationHandler {
            // Unsafe, because it is resumed by whoever takes it from the sleeper, which happens once.
            await withUnsafeContinuation { self.suspend($0) }
        } onCancel: {
            self.stop()
        }
        if self.state.load(ordering: .acquiring) == .cancelled { throw CancellationError() }
    }

    /// Suspends the task that asks; it goes on when its time is over or it is cancelled.
    private func suspend(_ continuation: UnsafeContinuation<Void, Never>) {
        guard self.state.load(ordering: .relaxed) == .idle, let time = self.time.take() else {
            return continuation.resume()
        }
        let timer = time.schedule(atNanoseconds: self.instant) { self.timeIsOver() }
        self.continuation = continuation
        self.timer = timer
        let (isSuspended, _) = self.state.compareExchange(
            expected: .idle, desired: .suspended, ordering: .acquiringAndReleasing)
        guard !isSuspended else { return }
        timer.cancel()
        continuation.resume()
    }

    private func timeIsOver() { self.wake(with: .over) }

    /// Ends the sleep before its time.
    func stop() { self.wake(with: .cancelled) }

    private func wake(with outcome: State) {
        var expected = State.idle
        while true {
            let (isMine, found) = self.state.compareExchange(
                expected: expected, desired: outcome, ordering: .acquiringAndReleasing)
            if isMine { break }
            guard found == .suspended else { return }
            expected = found
        }
        // Woken early: the task has not suspended yet, and will not.
        guard expected == .suspended else { return }
        if outcome == .cancelled { self.timer?.cancel() }
        self.continuation?.resume()
    }
}
