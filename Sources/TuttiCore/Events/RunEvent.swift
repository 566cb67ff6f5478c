/// One fact about a run, in the order in which the facts came about.
///
/// `sequence` is dense from 1; ``Kind/runStarted(workflow:agents:deadline:)`` is first and
/// ``Kind/runFinished(status:)`` last, and nothing follows it. The report, the metrics and whatever is stored or shown
/// are told by these events: folding them gives the report again.
public struct RunEvent: Hashable, Sendable {
    /// The run.
    public var run: RunID
    /// The number of the event in its run, from 1.
    public var sequence: Int
    /// The time since the run began.
    public var time: Duration
    /// What happened.
    public var kind: Kind

    /// Creates an event.
    public init(run: RunID, sequence: Int, time: Duration, kind: Kind) {
        self.run = run
        self.sequence = sequence
        self.time = time
        self.kind = kind
    }
}
