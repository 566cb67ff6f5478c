internal import TuttiCore

/// A request that waits for the answer of a run; it leaves once.
package final class RunFollower: Sendable {
    private let leave: Lock<(@Sendable (_ hasGone: Bool) -> Void)?>

    /// - Parameter leave: Called once, with whether the client has gone and not been answered.
    init(_ leave: @escaping @Sendable (_ hasGone: Bool) -> Void) { self.leave = Lock(leave) }

    /// The client has its answer.
    package func end() { self.take()?(false) }

    /// The client has gone: nobody may want the run any more.
    package func go() { self.take()?(true) }

    private func take() -> (@Sendable (Bool) -> Void)? {
        self.leave.withLock { leave in
            defer { leave = nil }
            return leave
        }
    }
}
