/// How important a task is; the raw value is its form on the wire and in a database.
public enum TaskPriority: String, Hashable, Sendable, CaseIterable {
    /// It may wait.
    case low
    /// What a task has when nothing is said.
    case normal
    /// Before the others.
    case high
}
