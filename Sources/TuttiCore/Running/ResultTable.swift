/// The results of a run's agents, each written once and read by many.
///
/// A result is written under the lock of the run, in the same step that decides that it counts, and read only by agents
/// and reports that were released by a later step under the same lock. So no reader can see half of it, and none needs
/// the lock.
final class ResultTable: @unchecked Sendable {  // see above: each slot is written once, before anybody may read it
    private let slots: UnsafeMutableBufferPointer<(any Sendable)?>

    init(count: Int) {
        self.slots = .allocate(capacity: count)
        self.slots.initialize(repeating: nil)
    }

    deinit {
        self.slots.deinitialize()
        self.slots.deallocate()
    }

    subscript(node: Int) -> (any Sendable)? {
        get { self.slots[node] }
        set { self.slots[node] = newValue }
    }
}
