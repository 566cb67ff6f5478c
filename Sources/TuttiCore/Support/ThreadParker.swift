internal import CTuttiThreads

/// Where one thread sleeps until another wakes it: the cheapest wake that the system has, without a lock.
final class ThreadParker: @unchecked Sendable {  // the word is only touched by the atomic functions of CTuttiThreads
    /// The word has a cache line of its own: its thread may be looking at it all the time.
    private static let lineSize = 64

    private let line: UnsafeMutableRawPointer
    private let word: UnsafeMutablePointer<UInt32>

    init() {
        self.line = .allocate(byteCount: Self.lineSize, alignment: Self.lineSize)
        self.word = self.line.initializeMemory(as: UInt32.self, to: 0)
    }

    deinit { self.line.deallocate() }

    /// Puts the calling thread to sleep, after looking for a while; it is always the same thread that calls this.
    ///
    /// - Returns: True when it was woken, or had been before it fell asleep; false when the time was over.
    func park(lookingFor spin: Duration = .zero, for limit: Duration?) -> Bool {
        let instant = limit.map { tutti_now() + $0.nanosecondsRoundedUp } ?? .max
        return tutti_park(self.word, spin.nanosecondsRoundedUp, instant)
    }

    /// Wakes the thread, or keeps it awake the next time.
    func unpark() { tutti_unpark(self.word) }
}
