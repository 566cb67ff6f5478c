/// One task of a to-do list, as the built-in task server speaks of it.
///
/// Dates are text on purpose: a task is due on a calendar day, which is no instant and has no time zone.
public struct TaskItem: Hashable, Sendable {
    /// The number that names the task in its store, from 1; never given to another task.
    public var id: Int
    /// What is to be done.
    public var title: String
    /// Whether it is done.
    public var status: TaskStatus
    /// How important it is.
    public var priority: TaskPriority
    /// The day it is due, as `YYYY-MM-DD`; nil when it may wait.
    public var due: String?
    /// The instant at which it was added, as ISO 8601 in UTC; nil when the store does not keep it.
    public var createdAt: String?

    /// Creates a task.
    public init(
        id: Int, title: String, status: TaskStatus = .open, priority: TaskPriority = .normal, due: String? = nil,
        createdAt: String? = nil
    ) {
        self.id = id
        self.title = title
        self.status = status
        self.priority = priority
        self.due = due
        self.createdAt = createdAt
    }
}
