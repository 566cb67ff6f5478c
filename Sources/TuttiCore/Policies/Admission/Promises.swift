/// The instants at which those are to come again who found the queue full: each later than the one before.
struct Promises {
    /// More are not remembered: whoever is told to come after so many others will find things changed anyway.
    private static let maximum = 4096

    private var instants = JobQueue<Nanoseconds>()
    private var last: Nanoseconds = .min

    /// Those that are still to come at this instant; O(1) for each that has come.
    mutating func count(at now: Nanoseconds) -> Int {
        while let next = self.instants.first, next <= now { _ = self.instants.popFirst() }
        return self.instants.count
    }

    /// Promises that instant, or the first one that nobody has been promised.
    mutating func add(_ instant: Nanoseconds) -> Nanoseconds {
        self.last = max(instant, self.last.advanced(byAtMost: 1))
        if self.instants.count == Self.maximum { _ = self.instants.popFirst() }
        self.instants.append(self.last)
        return self.last
    }
}
