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

    /// What a thread that looked at the value does next.
    enum Next<Result> {
        case finish(Result)
        /// Wait for a signal, or for so long; nil waits without limit. A wait may end early.
        case wait(Duration?)
    }

    /// Looks at the value again and again, waiting in between, until `look` finishes.
    ///
    /// The lock is given up only between two calls of `look`: while it has the value nobody else does. A function that
    /// waits inside of an access would let other threads change what the optimizer holds in registers.
    func wait<Result>(until look: (inout Value, _ isTimeOver: Bool) -> Next<Result>) -> Result {
        pthread_mutex_lock(self.mutex)
        defer { pthread_mutex_unlock(self.mutex) }
        var isTimeOver = false
        while true {
            switch look(&self.value, isTimeOver) {
            case .finish(let result): return result
            case .wait(let duration): isTimeOver = !self.wait(for: duration)
            }
        }
    }

    /// Returns false when the time was over.
    private func wait(for duration: Duration?) -> Bool {
        guard let duration else { return pthread_cond_wait(self.condition, self.mutex) == 0 }
        let (seconds, attoseconds) = min(duration, .seconds(86_400)).components
        return tutti_condition_wait(self.condition, self.mutex, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            == 0
    }
}
