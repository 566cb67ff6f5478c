internal import CTuttiThreads

/// Real, monotonic time: one thread per source waits until the earliest timer is due.
///
/// Neither `Task.sleep` nor Dispatch can do it: two agents that block their threads stall both on a two-core machine,
/// and a cancelled `Task.sleep` keeps its memory until it would have fired (swiftlang/swift#60441). The clock stands
/// still while the machine is suspended: a laptop that is opened again does not find every deadline missed.
public final class SystemTime: TimeSource {
    private struct State: Sendable {
        var timers = TimerQueue()
        /// When the thread will look at the timers by itself; what is armed for later need not wake it.
        var nextLook = Int64.min
        var isRunning = false
        /// Whether it has called an action since it last rested.
        var hasFired = false
    }

    /// How long the thread rests after actions, at least, in nanoseconds. When a thousand timeouts come within a few
    /// milliseconds, looking at each alone would take the lock from those who are to hear of them.
    private static let breather: Int64 = 50_000

    /// The source that everything uses that is given none; its thread starts with the first timer.
    public static let shared = SystemTime()

    private let origin = tutti_now()
    private let state = Lock(State())
    /// Where the thread sleeps until a timer is due, or one is added that is due earlier.
    private let parker = ThreadParker()

    /// Creates a source whose zero is now.
    public init() {}

    /// The time since this source was created.
    public var now: Duration { .nanoseconds(self.nanoseconds) }

    /// The nanoseconds since this source was created.
    public var nanoseconds: Int64 { tutti_now() - self.origin }

    /// Calls `action` on the thread of this source; it must not block.
    ///
    /// Instants are whole nanoseconds, a fraction is rounded up; actions of equal instants are called in the order in
    /// which they were scheduled. At most one action at a time is on its way and can no longer be called off.
    public func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        self.schedule(atNanoseconds: instant.nanosecondsRoundedUp, action)
    }

    /// Calls `action` on the thread of this source; it must not block.
    public func schedule(atNanoseconds instant: Int64, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        var (mustStart, mustWake) = (false, false)
        let id = self.state.withLock { state in
            if instant < state.nextLook {
                state.nextLook = instant
                mustWake = true
            }
            if !state.isRunning {
                state.isRunning = true
                mustStart = true
            }
            return state.timers.insert(at: instant, action)
        }
        // When the lock is free again, so that the thread does not run into it.
        if mustStart { self.startThread() } else if mustWake { self.parker.unpark() }
        return ScheduledTimer(id, of: self)
    }

    func cancel(_ id: TimerQueue.ID) {
        // Released outside of the lock: what an action holds may do anything when it goes. Not the result of the closure,
        // because a function that passes through a generic result is wrapped in another one.
        var action: TimerQueue.Action?
        self.state.withLock { action = $0.timers.cancel(id) }
        withExtendedLifetime(action) {}
    }

    /// The timers that have neither fired nor been cancelled.
    package var pendingTimers: Int { self.state.withLock { $0.timers.count } }

    private func startThread() {
        // The thread lives as long as the process does; it holds the source, which is why a source is never freed.
        let code = Thread.start(name: "tutti-timer") { self.runTimers() }
        precondition(code == 0, "the system refuses the thread for timers with error \(code)")
    }

    private func runTimers() {
        tutti_thread_wake_exactly()
        var headStart = HeadStart()
        while true {
            // One action for each time the lock is taken: a timer that is cancelled while others fire must not fire.
            switch self.state.withLock({ self.next(&$0) }) {
            case .call(let action): action()
            case .wait(let instant): self.wait(until: instant, &headStart)
            }
        }
    }

    /// Sleeps, and looks at the clock at the end or, if that is soon, all the time; returns when it is time, or when an
    /// earlier timer is added.
    private func wait(until instant: Int64, _ headStart: inout HeadStart) {
        var now = self.nanoseconds
        let wakeUp = headStart.wakeUp(before: instant, at: now)
        if wakeUp > now {
            let start = now
            let isWoken = self.parker.park(until: wakeUp.advanced(byAtMost: self.origin))
            now = self.nanoseconds
            headStart.slept(from: start, until: wakeUp, wokenAt: now)
            if isWoken { return }
        }
        self.parker.look(until: instant.advanced(byAtMost: self.origin))
        headStart.looked(for: self.nanoseconds - now)
    }

    /// What the thread does next.
    private enum Next {
        case call(TimerQueue.Action)
        /// Until then, if no earlier timer is added; it may end too early.
        case wait(until: Int64)
    }

    private func next(_ state: inout State) -> Next {
        let now = self.nanoseconds
        if let due = state.timers.takeFirst(dueBy: now) {
            state.nextLook = .min
            state.hasFired = true
            return .call(due.action)
        }
        let next = state.timers.earliestInstant() ?? .max
        state.nextLook = state.hasFired ? max(next, now + Self.breather) : next
        state.hasFired = false
        return .wait(until: state.nextLook)
    }
}
