/// The one door to time: what the runtime asks for the present instant and for a call at a later one.
///
/// Instants are durations since an origin that the source chooses and that never moves; they are monotonic, so a change
/// of the wall clock changes no deadline. ``SystemTime`` is the real one, `VirtualClock` of `TuttiTesting` the simulated.
public protocol TimeSource: Sendable {
    /// The present instant.
    var now: Duration { get }

    /// Calls `action` once, at `instant` or as soon after it as possible, unless the timer is cancelled before.
    ///
    /// Never calls it before returning, so a caller may hold a lock. The action must not block.
    func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer
}

extension TimeSource {
    /// Returns at `instant`.
    ///
    /// - Throws: `CancellationError`, as soon as the task is cancelled.
    public func sleep(until instant: Duration) async throws {
        guard instant > self.now else { return try Task.checkCancellation() }
        let sleeper = Sleeper()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                sleeper.suspend(continuation) { self.schedule(at: instant) { sleeper.wake(with: .success(())) } }
            }
        } onCancel: {
            sleeper.wake(with: .failure(CancellationError()))
        }
    }

    /// Returns after `duration`.
    ///
    /// - Throws: `CancellationError`, as soon as the task is cancelled.
    public func sleep(for duration: Duration) async throws { try await self.sleep(until: self.now + duration) }
}
