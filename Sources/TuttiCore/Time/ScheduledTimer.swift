/// A call that a ``TimeSource`` will make, and the way to call it off.
public struct ScheduledTimer: Sendable {
    private enum Form {
        /// Unmanaged, because a source that has ever had a timer is never freed.
        case entry(TimerQueue.ID, of: Unmanaged<SystemTime>)
        case custom(@Sendable () -> Void)
    }

    private let form: Form

    /// Creates the handle of a timer; `onCancel` may be called any number of times, also after the timer has fired.
    public init(onCancel: @escaping @Sendable () -> Void) { self.form = .custom(onCancel) }

    /// The handle of a timer of the system's time, without an allocation.
    init(_ id: TimerQueue.ID, of source: SystemTime) { self.form = .entry(id, of: .passUnretained(source)) }

    /// Calls the timer off; does nothing when it has fired. A call that has already begun goes on.
    public func cancel() {
        switch self.form {
        case .entry(let id, let source): source._withUnsafeGuaranteedRef { $0.cancel(id) }
        case .custom(let onCancel): onCancel()
        }
    }
}
