/// Real, monotonic time: one thread per source sleeps until the earliest timer is due.
///
/// Neither `Task.sleep` nor Dispatch can do it: two agents that block their threads stall both on a two-core machine,
/// and a cancelled `Task.sleep` keeps its memory until it would have fired (swiftlang/swift#60441).
public final class SystemTime: TimeSource {
    private struct Entry: Comparable {
        var instant: Duration
        var id: Int

        static func < (lhs: Self, rhs: Self) -> Bool { (lhs.instant, lhs.id) < (rhs.instant, rhs.id) }
    }

    private struct State {
        var heap = PriorityHeap<Entry>()
        var actions: [Int: @Sendable () -> Void] = [:]
        var nextID = 0
        var isRunning = false
    }

    /// The source that everything uses that is given none; its thread starts with the first timer.
    public static let shared = SystemTime()

    private let clock = ContinuousClock()
    private let origin = ContinuousClock().now
    private let state = Monitor(State())

    /// Creates a source whose zero is now.
    public init() {}

    /// The time since this source was created.
    public var now: Duration { self.origin.duration(to: self.clock.now) }

    /// Calls `action` on the thread of this source; it must not block.
    public func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
        let (id, mustStart) = self.state.withLock { state, signal in
            state.nextID += 1
            let isEarliest = state.heap.first.map { instant < $0.instant } ?? true
            state.heap.insert(Entry(instant: instant, id: state.nextID))
            state.actions[state.nextID] = action
            if isEarliest { signal() }
            defer { state.isRunning = true }
            return (state.nextID, !state.isRunning)
        }
        // The thread lives as long as the process does; it holds the source, which is why a source is never freed.
        if mustStart {
            let code = Thread.start(name: "tutti-timer") { self.runTimers() }
            precondition(code == 0, "the system refuses the thread for timers with error \(code)")
        }
        return ScheduledTimer { self.cancel(id) }
    }

    /// Drops the action at once; its place in the heap is swept when most of the heap is such places.
    private func cancel(_ id: Int) {
        self.state.withLock { state, _ in
            guard state.actions.removeValue(forKey: id) != nil else { return }
            guard state.heap.count > 64, state.heap.count > 2 * state.actions.count else { return }
            var swept = PriorityHeap<Entry>()
            while let entry = state.heap.removeFirst() {
                if state.actions[entry.id] != nil { swept.insert(entry) }
            }
            state.heap = swept
        }
    }

    private func runTimers() {
        while true {
            let due: @Sendable () -> Void = self.state.wait { state, _ in
                while let first = state.heap.first {
                    let remaining = first.instant - self.now
                    guard remaining <= .zero else { return .wait(remaining) }
                    _ = state.heap.removeFirst()
                    if let action = state.actions.removeValue(forKey: first.id) { return .finish(action) }
                }
                return .wait(nil)
            }
            due()
        }
    }
}
