internal import GRDB
public import TuttiAgents
public import TuttiMCP

/// The tasks of the built-in task server in an SQLite file.
///
/// The command line and the task server may have the same file open: what one has written the other sees at once.
public struct SQLiteTaskStore: TaskStore {
    private let file: DatabaseFile
    private let now: (@Sendable () -> Timestamp)?

    /// Creates a store in an open file; with `now` it also keeps when a task was added.
    public init(_ file: DatabaseFile, now: (@Sendable () -> Timestamp)? = nil) {
        self.file = file
        self.now = now
    }

    /// Adds an open task and returns it with its new id, which was never given to another task.
    public func add(title: String, due: String?, priority: TaskPriority) async throws -> TaskItem {
        let createdAt = self.now.map { $0().description }
        return try await self.file.write { database in
            try database.execute(
                sql: "INSERT INTO task (title, status, priority, due, createdAt) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    title.storable, TaskStatus.open.rawValue, priority.rawValue, due?.storable, createdAt,
                ])
            return TaskItem(
                id: Int(database.lastInsertedRowID), title: title.storable, priority: priority, due: due,
                createdAt: createdAt)
        }
    }

    /// The tasks with `status`, all of them for nil, in the order in which they were added; the first 10,000.
    public func list(status: TaskStatus?) async throws -> [TaskItem] {
        try await self.file.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM task WHERE status = ?1 OR ?1 IS NULL ORDER BY id LIMIT 10000",
                arguments: [status?.rawValue])
            return try rows.map(TaskItem.init(row:))
        }
    }

    /// Marks a task done and returns it; nil when there is none with this id. Completing twice changes nothing.
    public func complete(id: Int) async throws -> TaskItem? {
        try await self.file.write { database in
            let rows = try Row.fetchAll(
                database, sql: "UPDATE task SET status = ? WHERE id = ? RETURNING *",
                arguments: [TaskStatus.done.rawValue, id])
            return try rows.first.map(TaskItem.init(row:))
        }
    }
}

extension TaskItem {
    /// Reads a task from a row of the table `task`.
    fileprivate init(row: Row) throws {
        let status = TaskStatus(rawValue: try row.text("status"))
        let priority = TaskPriority(rawValue: try row.text("priority"))
        guard let status, let priority else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a task has an unknown status or priority")
        }
        self.init(
            id: try row.integer("id"), title: try row.text("title"), status: status, priority: priority,
            due: try row.optionalText("due"), createdAt: try row.optionalText("createdAt"))
    }
}
