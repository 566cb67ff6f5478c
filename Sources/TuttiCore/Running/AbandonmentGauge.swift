internal import Synchronization

/// Counts the attempts that a run has given up on and that have not ended yet: they may still hold a thread.
package final class AbandonmentGauge: Sendable {
    private let alive = Atomic(0)
    private let sum = Atomic(0)

    package init() {}

    /// The abandoned attempts that are still at work.
    package var count: Int { self.alive.load(ordering: .relaxed) }

    /// All that have ever been abandoned.
    package var total: Int { self.sum.load(ordering: .relaxed) }

    /// An attempt has been given up on.
    package func add() {
        self.alive.wrappingAdd(1, ordering: .relaxed)
        self.sum.wrappingAdd(1, ordering: .relaxed)
    }

    /// It has ended after all.
    package func remove() { self.alive.wrappingSubtract(1, ordering: .relaxed) }
}
