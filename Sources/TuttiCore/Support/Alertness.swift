internal import CTuttiThreads

/// How long those who wait for something that may come in a moment look for it before they sleep: to fall asleep and be
/// woken costs ten microseconds and more, and whoever wakes them pays for most of it.
enum Alertness {
    /// In nanoseconds of the real clock. Where there is one core nobody could do anything meanwhile.
    static let usual: Nanoseconds = tutti_core_count() > 1 ? 20_000 : 0

    /// Returns when it is there, or when the time is over; says which.
    ///
    /// By the real clock: one that was passed in may stand still until this returns.
    @inline(__always)
    static func look(for time: Nanoseconds, until isThere: () -> Bool) -> Bool {
        guard time > 0 else { return false }
        let end = tutti_now() + time
        while !isThere() {
            guard tutti_now() < end else { return false }
            tutti_pause()
        }
        return true
    }

    /// Returns when the time is over, without giving the thread away.
    static func pause(for time: Nanoseconds) { _ = self.look(for: time) { false } }
}
