internal import CTuttiThreads

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A value behind a POSIX mutex; copies share both.
///
/// `Synchronization.Mutex` would do, but on Linux the thread sanitizer does not see its futex and reports a race for
/// everything it guards. No user code runs inside ``withLock(_:)``.
package struct Lock<Value>: @unchecked Sendable {  // the value is touched only between lock and unlock
    /// The value and its mutex in one allocation: the header and the only element.
    private final class Storage: ManagedBuffer<Value, pthread_mutex_t> {
        deinit {
            self.withUnsafeMutablePointerToElements { mutex in
                pthread_mutex_destroy(mutex)
                mutex.deinitialize(count: 1)
            }
        }
    }

    private let storage: ManagedBuffer<Value, pthread_mutex_t>

    package init(_ value: sending Value) {
        self.storage = Storage.create(minimumCapacity: 1) { _ in value }
        self.storage.withUnsafeMutablePointerToElements { mutex in
            mutex.initialize(to: pthread_mutex_t())
            let code = tutti_mutex_init(mutex)
            precondition(code == 0, "tutti_mutex_init failed with \(code)")
        }
    }

    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.storage.withUnsafeMutablePointers { value, mutex throws(Failure) -> Result in
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            return try body(&value.pointee)
        }
    }
}
