import Dispatch

/// Runs an operation on Swift's own pool and waits for it without becoming a part of it.
///
/// An asynchronous `main` hands the thread to Dispatch, whose way to wait callgrind cannot follow; and awaiting from the
/// main actor costs more than what is measured.
///
/// - Throws: What the operation throws.
func waitOnThisThread(for operation: @escaping @Sendable () async throws -> Void) throws {
    let outcome = Outcome()
    // Never cancelled: the process ends with it.
    Task.detached {
        do { try await operation() } catch { outcome.fail(error) }
        outcome.ended.signal()
    }
    outcome.ended.wait()
    try outcome.check()
}

private final class Outcome: Sendable {
    let ended = DispatchSemaphore(value: 0)
    // Written before the signal and read after the wait.
    nonisolated(unsafe) private var error: (any Error)?

    func fail(_ error: any Error) { self.error = error }

    func check() throws { if let error { throw error } }
}
