/// A task store that forgets everything when the process ends, for tests and demonstrations.
public actor InMemoryTaskStore: TaskStore {
    private var items: [TaskItem]
    private var nextID: Int

    /// Creates a store that holds `items`.
    public init(_ items: [TaskItem] = []) {
        self.items = items
        self.nextID = (items.map(\.id).max() ?? 0) + 1
    }

    /// Adds an open task and returns it with its new id.
    public func add(title: String, due: String?, priority: TaskPriority) -> TaskItem {
        let item = TaskItem(id: self.nextID, title: title, priority: priority, due: due)
        self.nextID += 1
        self.items.append(item)
        return item
    }

    /// The tasks with `status`, all of them for nil, in the order in which they were added.
    public func list(status: TaskStatus?) -> [TaskItem] {
        self.items.filter { status == nil || $0.status == status }
    }

    /// Marks a task done and returns it; nil when there is none with this id.
    public func complete(id: Int) -> TaskItem? {
        guard let index = self.items.firstIndex(where: { $0.id == id }) else { return nil }
        self.items[index].status = .done
        return self.items[index]
    }
}
