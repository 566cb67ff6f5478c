internal import Synchronization

/// One suspended task that is woken exactly once, by its timer or by its cancellation, whichever comes first.
///
/// idle: suspended by its task → suspended · woken before that → early, and the task does not suspend
/// suspended: its time is over, or it is cancelled → woken; who does that resumes the task
///
/// One word decides, because a hundred thousand tasks may sleep at the same time and each of them pays for this object.
final class Sleeper: @unchecked Sendable {  // the plain fields are written before `suspended` and read after it
    private enum State: UInt8, AtomicRepresentable {
        case idle
        case suspended
        case over
        case cancelled
    }

    private let state = Atomic(State.idle)
    private var continuation: UnsafeContinuation<Bool, Never>?
    private var timer: ScheduledTimer?

    /// Suspends the task that asks; it goes on with true when its time is over and with false when it is cancelled.
    func suspend(_ continuation: UnsafeContinuation<Bool, Never>, _ arm: () -> ScheduledTimer) {
        guard self.state.load(ordering: .relaxed) == .idle else { return continuation.resume(returning: false) }
        let timer = arm()
        self.continuation = continuation
        self.timer = timer
        let (isSuspended, early) = self.state.compareExchange(
            expected: .idle, desired: .suspended, ordering: .acquiringAndReleasing)
        guard !isSuspended else { return }
        timer.cancel()
        continuation.resume(returning: early == .over)
    }

    func timeIsOver() { self.wake(with: .over) }

    func cancel() { self.wake(with: .cancelled) }

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
        self.continuation?.resume(returning: outcome == .over)
    }
}
