import Synchronization

/// Counts what agents do, from any thread.
final class Counter: Sendable {
    private let value = Atomic(0)

    /// The count so far.
    var count: Int { self.value.load(ordering: .acquiring) }

    func add() { self.value.add(1, ordering: .relaxed) }

    func reset() { self.value.store(0, ordering: .releasing) }
}
