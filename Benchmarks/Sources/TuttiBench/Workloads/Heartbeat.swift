/// Work on Swift's own pool that should not notice what agents do: it sleeps a millisecond, again and again, and notes
/// how much later it went on.
final class Heartbeat: Sendable {
    private let stopped = Counter()

    /// Ends ``run()`` at its next beat.
    func stop() { self.stopped.add() }

    /// The lateness of every beat in milliseconds, once it was stopped.
    @concurrent
    func run() async throws -> [Double] {
        var late: [Double] = []
        while self.stopped.count == 0 {
            let start = Stopwatch.now
            try await Task.sleep(for: .milliseconds(1))
            late.append(Double(Stopwatch.now - start) / 1e6 - 1)
        }
        return late
    }
}
