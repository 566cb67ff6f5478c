internal import Synchronization

/// A run that has begun: its events as they come, and its report at the end.
public struct Run: Sendable {
    /// The identity of the run.
    public let id: RunID
    /// The events from the first one; they have one reader.
    public let events: RunEvents
    let driver: RunDriver

    /// Whether the run has ended, so that nobody who asks for its report or its events has to wait.
    package var hasEnded: Bool { self.driver.isFinished.load(ordering: .acquiring) }

    /// Ends the run now: agents that have not ended are `cancelled`, what has succeeded stays in the report.
    public func cancel() { self.driver.cancel() }

    /// Waits for the end of the run.
    ///
    /// When the task that waits is cancelled the run is cancelled too, and its report is returned as it then is.
    public func report() async -> RunReport {
        if let report = self.driver.finishedReport { return report }
        return await withTaskCancellationHandler {
            await self.driver.report()
        } onCancel: {
            self.driver.cancel()
        }
    }
}
