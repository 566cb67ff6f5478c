public import TuttiCore

/// Time that stands still until it is told to jump to the next timer.
///
/// Timers fire in the order of their instants; those of equal instants in the order in which they were asked for.
/// Instants are whole nanoseconds, as those of the real time are; a fraction is rounded up. Arming and jumping are
/// O(log n), calling off is O(1).
public final class VirtualClock: TimeSource {
    private struct State: Sendable {
        var now: Int64 = 0
        var timers = TimerQueue()
    }

    private let state = Lock(State())
    let activities = Activities()

    /// Creates a clock that stands at zero.
    public init() {}

    /// The virtual time since the clock was created.
    public var now: Duration { .nanoseconds(self.nanoseconds) }

    /// The virtual nanoseconds since the clock was created.
    public var nanoseconds: Int64 { self.state.withLock { $0.now } }

    /// Calls `action` when the clock has been advanced to `instant`.
    public func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        self.schedule(atNanoseconds: instant.nanosecondsRoundedUp, action)
    }

    /// Calls `action` when the clock has been advanced to `instant`.
    public func schedule(atNanoseconds instant: Int64, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        let id = self.state.withLock { $0.timers.insert(at: instant, action) }
        return ScheduledTimer { [weak self] in self?.cancel(id) }
    }

    /// Jumps to the earliest timer and fires it; returns false when there is none.
    public func advanceToNextTimer() -> Bool {
        let due = self.state.withLock { state -> TimerQueue.Action? in
            guard let (instant, action) = state.timers.takeFirst(dueBy: .max) else { return nil }
            state.now = max(state.now, instant)
            return action
        }
        due?()
        return due != nil
    }

    /// The timers that have neither fired nor been cancelled.
    public var pendingTimers: Int { self.state.withLock { $0.timers.count } }

    /// The action is released outside of the lock: what it holds may ask for the time when it goes.
    private func cancel(_ id: TimerQueue.ID) { _ = self.state.withLock { $0.timers.cancel(id) } }
}
