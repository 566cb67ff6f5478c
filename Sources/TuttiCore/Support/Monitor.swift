internal import CTuttiThreads

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A value behind a POSIX mutex, with one condition to wait for.
///
/// Waits are measured on the monotonic clock.
final class Monitor<Value>: @unchecked Sendable {  // `value` is touched only while the mutex is held
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        self.mutex = .allocate(capacity: 1)
        self.mutex.initialize(to: pthread_mutex_t())
        self.condition = .allocate(capacity: 1)
        self.condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(self.mutex, nil)
        let code = tutti_condition_init(self.condition)
        precondition(code == 0, "pthread_cond_init failed with \(code)")
    }

    deinit {
        pthread_cond_destroy(self.condition)
        pthread_mutex_destroy(self.mutex)
        self.condition.deallocate()
        self.mutex.deallocate()
    }

    /// Runs `body` with the value and a function that wakes one waiting thread.
    func withLock<Result>(_ body: (inout Value, _ signal: () -> Void) -> Result) -> Result {
        pthread_mutex_lock(self.mutex)
        defer { pthread_mutex_unlock(self.mutex) }
        return body(&self.value) { pthread_cond_signal(self.condition) }
    }

    /// Runs `body` with the value and a function that gives the lock up until a signal or until the time is over.
    ///
    /// `wait(nil)` waits without limit; a wait may end early. It returns false when the time was over.
    func withLockAndWait<Result>(_ body: (inout Value, _ wait: (Duration?) -> Bool) -> Result) -> Result {
        pthread_mutex_lock(self.mutex)
        defer { pthread_mutex_unlock(self.mutex) }
        return body(&self.value) { self.wait(for: $0) }
    }

    private func wait(for duration: Duration?) -> Bool {
        guard let duration else { return pthread_cond_wait(self.condition, self.mutex) == 0 }
        let (seconds, attoseconds) = min(duration, .seconds(86_400)).components
        return tutti_condition_wait(self.condition, self.mutex, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            == 0
    }
}
