import Synchronization

/// A number for each agent of a run, written by the agent and read when all have written.
final class Marks: Sendable {
    // The memory is never moved and freed only by deinit; every access goes through an atomic.
    nonisolated(unsafe) private let values: UnsafeMutablePointer<Atomic<Int>>
    private let writes = Counter()
    let count: Int

    init(count: Int) {
        self.count = count
        self.values = .allocate(capacity: count)
        for index in 0..<count { (self.values + index).initialize(to: Atomic(0)) }
    }

    deinit {
        self.values.deinitialize(count: self.count)
        self.values.deallocate()
    }

    /// Whether every number has been written.
    var isComplete: Bool { self.writes.count >= self.count }

    /// The numbers.
    var all: [Int] { (0..<self.count).map { self.values[$0].load(ordering: .acquiring) } }

    func write(_ value: Int, at index: Int) {
        self.values[index].store(value, ordering: .releasing)
        self.writes.add()
    }
}
