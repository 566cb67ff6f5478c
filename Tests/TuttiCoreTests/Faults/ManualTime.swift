import TuttiCore

/// Time that a test moves, and whose timers it fires itself: late, or although they were called off.
final class ManualTime: TimeSource {
    struct Timer: Sendable {
        var instant: Nanoseconds
        /// Nil when it has fired or was called off.
        var action: (@Sendable () -> Void)?
    }

    private struct State: Sendable {
        var now: Nanoseconds = 0
        var timers: [Timer] = []
        var isFiring = false
    }

    private let state = Lock(State())

    var now: Duration { self.nanoseconds.duration }
    var nanoseconds: Int64 { self.state.withLock { $0.now } }

    /// Whether an action is being called, or released by the thread that has called it.
    var isFiring: Bool { self.state.withLock { $0.isFiring } }

    /// The instants of the timers that are to fire yet, in milliseconds.
    var pending: [Int64] {
        self.state.withLock { $0.timers.filter { $0.action != nil }.map { $0.instant / 1_000_000 } }
    }

    func pass(nanoseconds: Int64) { self.state.withLock { $0.now += nanoseconds } }

    func advance(toMilliseconds instant: Int64) { self.state.withLock { $0.now = instant * 1_000_000 } }

    func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        let index = self.state.withLock { state in
            state.timers.append(Timer(instant: instant.nanosecondsRoundedUp, action: action))
            return state.timers.count - 1
        }
        return ScheduledTimer { [weak self] in _ = self?.take(index) }
    }

    /// Takes the action of the timer at this instant, as a source does that is about to call it.
    func take(atMilliseconds instant: Int64) -> (@Sendable () -> Void)? {
        let index = self.state.withLock { state in
            state.timers.firstIndex { $0.instant == instant * 1_000_000 && $0.action != nil }
        }
        return index.flatMap(self.take)
    }

    private func take(_ index: Int) -> (@Sendable () -> Void)? {
        self.state.withLock { $0.timers[index].action.take() }
    }

    /// Fires the timer at this instant.
    func fire(atMilliseconds instant: Int64) {
        var action = self.take(atMilliseconds: instant)
        self.state.withLock { $0.isFiring = true }
        action?()
        action = nil
        self.state.withLock { $0.isFiring = false }
    }

    /// Fires all timers whose time has come.
    func fireDue() {
        while let action = self.takeDue() { action() }
    }

    private func takeDue() -> (@Sendable () -> Void)? {
        self.state.withLock { state in
            let due = state.timers.firstIndex { $0.action != nil && $0.instant <= state.now }
            return due.flatMap { state.timers[$0].action.take() }
        }
    }
}
