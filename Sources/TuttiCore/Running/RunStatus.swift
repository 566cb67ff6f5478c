/// What came of a run as a whole.
public enum RunStatus: String, Hashable, Sendable, CaseIterable {
    /// Every agent succeeded or was skipped by its own condition.
    case complete
    /// Something is missing, but there is output.
    case partial
    /// There is no output, and not because of the deadline.
    case failed
    /// There is no output by the deadline.
    case nothing
}
