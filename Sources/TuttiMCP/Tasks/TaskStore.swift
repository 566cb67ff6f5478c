/// Where the built-in task server keeps its tasks.
///
/// The server has checked titles and dates before it calls: a title is trimmed and not empty, a due day is a real
/// `YYYY-MM-DD`. Calls may arrive concurrently. An error thrown here becomes a tool error with its description.
public protocol TaskStore: Sendable {
    /// Adds an open task and returns it with its new id.
    func add(title: String, due: String?, priority: TaskPriority) async throws -> TaskItem

    /// The tasks with `status`, all of them for nil, in the order in which they were added.
    func list(status: TaskStatus?) async throws -> [TaskItem]

    /// Marks a task done and returns it; nil when there is none with this id. Completing twice changes nothing.
    func complete(id: Int) async throws -> TaskItem?
}
