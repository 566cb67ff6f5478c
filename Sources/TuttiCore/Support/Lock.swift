internal import CTuttiThreads

/// A value behind a lock; copies share both.
///
/// `Synchronization.Mutex` would do, but on Linux the thread sanitizer does not see its atomic operations and reports a
/// race for everything it guards; those of `tutti_lock` it sees. No user code runs inside ``withLock(_:)``.
package struct Lock<Value>: @unchecked Sendable {  // the value is touched only between lock and unlock
    /// The value and its lock in one allocation: the header and the only element.
    private let storage: ManagedBuffer<Value, UInt32>

    package init(_ value: sending Value) {
        // Moved there: a copy would count every reference in it.
        var left = Optional(value)
        self.storage = ManagedBuffer.create(minimumCapacity: 1) { _ in
            guard let value = left.take() else { preconditionFailure("a buffer makes its header once") }
            return value
        }
        self.storage.withUnsafeMutablePointerToElements { $0.initialize(to: 0) }
    }

    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.storage.withUnsafeMutablePointers { value, lock throws(Failure) -> Result in
            tutti_lock(lock)
            defer { tutti_unlock(lock) }
            return try body(&value.pointee)
        }
    }
}
