/// How much earlier than a timer is due its thread wakes up, to look at the clock until then.
///
/// A processor that has slept takes a while to wake up: five microseconds, or a hundred on a virtual machine. So the thread
/// wakes up earlier by as much as it was late before, and does not fall asleep for less. How long it sleeps bounds how long
/// it looks: timers that come all the time do not keep a processor busy.
package struct HeadStart {
    package static let maximum: Nanoseconds = 150_000
    /// How long the thread sleeps for each nanosecond that it may look.
    package static let sleepPerLook: Nanoseconds = 100
    package static let maximumBudget: Nanoseconds = 300_000

    package private(set) var length: Nanoseconds = 0
    /// How long the thread may look.
    package private(set) var budget: Nanoseconds = 0

    package init() {}

    /// When a thread is to wake up that has nothing to do until `instant`: `now` when it is to stay awake.
    package func wakeUp(before instant: Nanoseconds, at now: Nanoseconds) -> Nanoseconds {
        max(instant - min(self.length, self.budget(after: instant - now)), now)
    }

    private func budget(after sleep: Nanoseconds) -> Nanoseconds {
        min(self.budget + max(sleep, 0) / Self.sleepPerLook, Self.maximumBudget)
    }

    /// The thread has slept, and wanted to do so until `wakeUp`. It learns at once how late it may be, and forgets it slowly.
    package mutating func slept(from start: Nanoseconds, until wakeUp: Nanoseconds, wokenAt end: Nanoseconds) {
        self.budget = self.budget(after: end - start)
        // Earlier it was somebody else who woke it.
        guard end >= wakeUp else { return }
        let lateness = min(end - wakeUp, Self.maximum)
        self.length = max(lateness, self.length - (self.length - lateness) / 8)
    }

    package mutating func looked(for time: Nanoseconds) { self.budget = max(self.budget - time, 0) }
}
