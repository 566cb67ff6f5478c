/// The instants at which those are to come again who found the queue full.
package struct Promises: Sendable {
    /// More are not remembered: whoever is told to come after so many others will find things changed anyway.
    private static let maximum = 4096

    /// The latest first, so that those that have come are the last.
    private var instants = ContiguousArray<Nanoseconds>()

    package init() {}

    /// Those that are still to come at this instant; O(1) for each that has come.
    package mutating func count(at now: Nanoseconds) -> Int {
        while let next = self.instants.last, next <= now { self.instants.removeLast() }
        return self.instants.count
    }

    /// Somebody was told to come at this instant.
    package mutating func add(_ instant: Nanoseconds) {
        guard self.instants.count < Self.maximum else { return }
        var (low, high) = (0, self.instants.count)
        while low < high {
            let middle = (low + high) / 2
            if self.instants[middle] > instant { low = middle + 1 } else { high = middle }
        }
        self.instants.insert(instant, at: low)
    }
}
