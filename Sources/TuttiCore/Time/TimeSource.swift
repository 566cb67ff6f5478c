/// The one door to time: what the runtime asks for the present instant and for a call at a later one.
///
/// Instants are durations since an origin that the source chooses and that never moves; they are monotonic, so a change
/// of the wall clock changes no deadline. ``SystemTime`` is the real one, `VirtualClock` of `TuttiTesting` the simulated.
public protocol TimeSource: Sendable {
    /// The present instant.
    var now: Duration { get }

    /// The present instant as a number of nanoseconds, for callers that ask a million times a second.
    ///
    /// The same instant as ``now``, which the default implementation asks; a fraction of a nanosecond is cut off.
    var nanoseconds: Int64 { get }

    /// Calls `action` once, at `instant` or as soon after it as possible, unless the timer is cancelled before.
    ///
    /// Never calls it before returning, so a caller may hold a lock. The action must not block.
    func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer

    /// Does what ``schedule(at:_:)`` does, with the instant as a number of nanoseconds; the default calls that one.
    func schedule(atNanoseconds instant: Int64, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer
}

extension TimeSource {
    /// The present instant as a number of nanoseconds.
    public var nanoseconds: Int64 { self.now.nanosecondsRoundedDown }

    /// Does what ``schedule(at:_:)`` does, with the instant as a number of nanoseconds.
    public func schedule(
        atNanoseconds instant: Int64, _ action: @escaping @Sendable () -> Void
    ) -> ScheduledTimer { self.schedule(at: .nanoseconds(instant), action) }

    /// Returns at `instant`.
    ///
    /// - Throws: `CancellationError`, as soon as the task is cancelled.
    public func sleep(until instant: Duration) async throws {
        try Task.checkCancellation()
        guard instant > self.now else { return }
        try await Sleeper(until: instant.nanosecondsRoundedUp, of: self).sleep()
    }

    /// Returns after `duration`.
    ///
    /// - Throws: `CancellationError`, as soon as the task is cancelled.
    public func sleep(for duration: Duration) async throws { try await self.sleep(until: self.now + duration) }
}
