/// A ``DurationHistory`` that several runs share: each is put in order with what those before it have taught.
public final class DurationLog: Sendable {
    private let state: Lock<DurationHistory>

    /// Creates a log that knows what `history` does.
    public init(_ history: DurationHistory = .init()) { self.state = Lock(history) }

    /// What is known by now.
    public var history: DurationHistory { self.state.withLock { $0 } }

    /// Learns from a run.
    public func record(_ report: RunReport) {
        // The texts of a report are made when they are first asked for, by code of the user's: not under the lock.
        _ = report.agents
        self.state.withLock { $0.record(report) }
    }
}
