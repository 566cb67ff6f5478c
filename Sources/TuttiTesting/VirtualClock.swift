public import TuttiCore

/// Time that stands still until it is told to jump to the next timer.
///
/// Timers fire in the order of their instants; those of equal instants in the order in which they were asked for.
public final class VirtualClock: TimeSource {
    private struct TimerEntry {
        var instant: Duration
        var action: @Sendable () -> Void
    }

    private struct State {
        var now: Duration = .zero
        var nextID = 0
        var timers: [Int: TimerEntry] = [:]
    }

    private let state = Lock(State())

    /// Creates a clock that stands at zero.
    public init() {}

    /// The virtual time since the clock was created.
    public var now: Duration { self.state.withLock { $0.now } }

    /// Calls `action` when the clock has been advanced to `instant`.
    public func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        let id = self.state.withLock { state in
            state.nextID += 1
            state.timers[state.nextID] = TimerEntry(instant: instant, action: action)
            return state.nextID
        }
        return ScheduledTimer { [weak self] in self?.cancel(id) }
    }

    /// Jumps to the earliest timer and fires it; returns false when there is none.
    public func advanceToNextTimer() -> Bool {
        let due = self.state.withLock { state -> TimerEntry? in
            let earliest = state.timers.min { ($0.value.instant, $0.key) < ($1.value.instant, $1.key) }
            guard let earliest else { return nil }
            state.timers[earliest.key] = nil
            state.now = max(state.now, earliest.value.instant)
            return earliest.value
        }
        due?.action()
        return due != nil
    }

    /// The timers that have neither fired nor been cancelled.
    public var pendingTimers: Int { self.state.withLock { $0.timers.count } }

    private func cancel(_ id: Int) { self.state.withLock { $0.timers[id] = nil } }
}
