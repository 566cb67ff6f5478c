/// A call that a ``TimeSource`` will make, and the way to call it off.
public struct ScheduledTimer: Sendable {
    private let onCancel: @Sendable () -> Void

    /// Creates the handle of a timer; `onCancel` may be called any number of times, also after the timer has fired.
    public init(onCancel: @escaping @Sendable () -> Void) { self.onCancel = onCancel }

    /// Calls the timer off; does nothing when it has fired. A call that has already begun goes on.
    public func cancel() { self.onCancel() }
}
