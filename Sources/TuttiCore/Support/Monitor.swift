internal import CTuttiThreads

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A value behind a POSIX mutex, with one condition that one thread waits for.
///
/// Instants are those of `tutti_now()`.
final class Monitor<Value>: @unchecked Sendable {  // the value is touched only while the mutex is held
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let value: UnsafeMutablePointer<Value>

    init(_ value: sending Value) {
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
        self.mutex = .allocate(capacity: 1)
        self.mutex.initialize(to: pthread_mutex_t())
        self.condition = .allocate(capacity: 1)
        self.condition.initialize(to: pthread_cond_t())
        let code = pthread_mutex_init(self.mutex, nil)
        precondition(code == 0, "pthread_mutex_init failed with \(code)")
        let conditionCode = tutti_condition_init(self.condition)
        precondition(conditionCode == 0, "pthread_cond_init failed with \(conditionCode)")
    }

    deinit {
        pthread_cond_destroy(self.condition)
        pthread_mutex_destroy(self.mutex)
        self.value.deinitialize(count: 1)
        self.value.deallocate()
        self.condition.deallocate()
        self.mutex.deallocate()
    }

    /// Runs `body` with the value; it sets its second argument to true to wake the waiting thread.
    ///
    /// The thread is woken after the lock is free, so that it does not run into it.
    func withLock<Result>(_ body: (inout Value, _ mustSignal: inout Bool) -> Result) -> Result {
        var mustSignal = false
        pthread_mutex_lock(self.mutex)
        let result = body(&self.value.pointee, &mustSignal)
        pthread_mutex_unlock(self.mutex)
        if mustSignal { pthread_cond_signal(self.condition) }
        return result
    }

    /// What a thread that looked at the value does next.
    enum Next<Result> {
        case finish(Result)
        /// Wait for a signal, or until the instant; nil waits without limit. A wait may end early.
        case wait(until: Int64?)
    }

    /// Looks at the value again and again, waiting in between, until `look` finishes.
    ///
    /// The lock is given up only between two calls of `look`: while it has the value nobody else does. A function that
    /// waits inside of an access would let other threads change what the optimizer holds in registers.
    func wait<Result>(until look: (inout Value) -> Next<Result>) -> Result {
        pthread_mutex_lock(self.mutex)
        defer { pthread_mutex_unlock(self.mutex) }
        while true {
            switch look(&self.value.pointee) {
            case .finish(let result): return result
            case .wait(nil): pthread_cond_wait(self.condition, self.mutex)
            case .wait(let instant?): _ = tutti_condition_wait(self.condition, self.mutex, instant)
            }
        }
    }
}
