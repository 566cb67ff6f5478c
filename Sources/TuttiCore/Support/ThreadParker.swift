internal import CTuttiThreads

/// Where one thread sleeps until another wakes it: the cheapest wake that the system has, without a lock.
final class ThreadParker: @unchecked Sendable {  // the word is only touched by the atomic functions of CTuttiThreads
    private let word: UnsafeMutablePointer<UInt32>

    init() {
        self.word = .allocate(capacity: 1)
        self.word.initialize(to: 0)
    }

    deinit { self.word.deallocate() }

    /// Puts the calling thread to sleep; it is always the same thread that calls this.
    ///
    /// - Parameters:
    ///   - limit: The time after which it wakes up by itself.
    ///   - alertness: How long it looks for its waking before it sleeps; being woken then costs almost nothing.
    /// - Returns: True when it was woken, or had been before it fell asleep; false when the time was over.
    func park(for limit: Duration?, alertFor alertness: Nanoseconds = 0) -> Bool {
        let instant = limit.map { tutti_now() + $0.nanosecondsRoundedUp } ?? .max
        return tutti_park(self.word, instant, alertness)
    }

    /// Puts the calling thread to sleep until an instant of `tutti_now()`; true when it was woken before.
    func park(until instant: Nanoseconds) -> Bool { tutti_park(self.word, instant, 0) }

    /// Looks for the waking of the calling thread until an instant of `tutti_now()`, without sleeping.
    func look(until instant: Nanoseconds) { _ = tutti_look(self.word, instant) }

    /// Wakes the thread, or keeps it awake the next time.
    func unpark() { tutti_unpark(self.word) }
}
