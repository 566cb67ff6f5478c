import Tutti

/// What a listener got of a run.
struct EventTally: Sendable {
    var received = 0
    /// What it was told that it missed.
    var missed = 0

    /// Reads every event as it comes, on Swift's own pool.
    ///
    /// - Throws: ``BenchError`` when a number is left out or comes twice, or something follows the end.
    @concurrent
    static func read(_ events: RunEvents) async throws -> EventTally {
        var tally = EventTally()
        var hasEnded = false
        for await event in events {
            guard !hasEnded else { throw BenchError("event \(event.sequence) follows the end of the run") }
            if case .gap(let missed) = event.kind {
                tally.missed += missed
                continue
            }
            tally.received += 1
            guard event.sequence == tally.received + tally.missed else {
                throw BenchError(
                    "event \(event.sequence) comes as number \(tally.received + tally.missed): \(event.kind)")
            }
            if case .runFinished = event.kind { hasEnded = true }
        }
        guard hasEnded else { throw BenchError("the events end without the end of the run") }
        return tally
    }

    func check(against report: RunReport, of name: String) throws {
        guard self.received + self.missed == report.eventCount else {
            throw BenchError(
                "\(name): \(self.received) events received and \(self.missed) missed of \(report.eventCount)")
        }
    }
}
