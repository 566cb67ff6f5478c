/// Whether a task is still to be done; the raw value is its form on the wire and in a database.
public enum TaskStatus: String, Hashable, Sendable, CaseIterable {
    /// Still to be done.
    case open
    /// Done.
    case done
}
