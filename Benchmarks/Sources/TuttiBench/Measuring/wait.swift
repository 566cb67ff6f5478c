/// Waits until something holds; looks every millisecond.
///
/// - Throws: ``BenchError`` with `what` when it does not within `limit`.
func wait(for what: String, limit: Duration = .seconds(30), until holds: @Sendable () -> Bool) async throws {
    let end = ContinuousClock.now + limit
    while !holds() {
        guard ContinuousClock.now < end else { throw BenchError("waited \(limit) in vain for \(what)") }
        try await Task.sleep(for: .milliseconds(1))
    }
}
