package import TuttiCore

extension RunHub {
    /// Waits for the end of a run; nil when it is not known any more.
    ///
    /// - Throws: `CancellationError` when the calling task is cancelled.
    package func report(of id: RunID) async throws -> EnsembleReport? {
        while true {
            switch try await self.next(of: id, after: .max) {
            case .ended(let report): return report
            case .unknown: return nil
            case .events, .wait: continue
            }
        }
    }

    /// Gives the events of a run behind one to `body`, a few at once, until it has ended.
    ///
    /// - Throws: What `body` throws, and `CancellationError` when the calling task is cancelled.
    package func forEachBatch(
        of id: RunID, after sequence: Int, _ body: ([RunEvent]) async throws -> Void
    ) async throws {
        var last = sequence
        while true {
            switch try await self.next(of: id, after: last) {
            case .events(let events):
                try await body(events)
                last = events.last?.sequence ?? last
            case .ended, .unknown: return
            case .wait: continue
            }
        }
    }
}
