/// The results of a run's agents, each written once and read by many.
///
/// A result is written under the lock of the run, in the same step that decides that it counts, and read only by agents
/// and reports that were released by a later step under the same lock. So no reader can see half of it, and none needs
/// the lock.
final class ResultTable: @unchecked Sendable {  // see above: each slot is written once, before anybody may read it
    private let slots: UnsafeMutablePointer<any Sendable>
    private let isWritten: UnsafeMutableBufferPointer<Bool>

    init(count: Int) {
        self.slots = .allocate(capacity: count)
        self.isWritten = .allocate(capacity: count)
        self.isWritten.initialize(repeating: false)
    }

    deinit {
        for node in self.isWritten.indices where self.isWritten[node] { (self.slots + node).deinitialize(count: 1) }
        self.slots.deallocate()
        self.isWritten.deallocate()
    }

    /// Keeps the result of an agent that has none yet: `write` has to initialize its place.
    @inline(__always)
    func write(of node: Int, _ write: (UnsafeMutablePointer<any Sendable>) -> Void) {
        precondition(!self.isWritten[node], "a second result of one agent")
        write(self.slots + node)
        self.isWritten[node] = true
    }

    @inline(__always)
    subscript(node: Int) -> (any Sendable)? { self.isWritten[node] ? self.slots[node] : nil }

    /// Where the result of an agent stands, nil while it has none; valid as long as the table.
    @inline(__always)
    func place(of node: Int) -> UnsafePointer<any Sendable>? {
        self.isWritten[node] ? UnsafePointer(self.slots + node) : nil
    }
}
