/// How an agent ended. Every agent of a run ends in exactly one of these.
public enum AgentState: String, Hashable, Sendable, CaseIterable {
    /// It gave a result, its own or its fallback.
    case succeeded
    /// Its last attempt failed.
    case failed
    /// It took longer than its timeout or than the deadline left it.
    case timedOut
    /// The run was cancelled, or failed fast, before it ended.
    case cancelled
    /// It was never asked: something it needs has no result, its condition was not met, or there was no time for it.
    case skipped
}
