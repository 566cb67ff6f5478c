package import TuttiJSON

/// A task as the answer of a tool tells of it: untrusted, and bounded when it is read.
package struct ToolTask: Hashable, Sendable {
    package enum Priority: Int, Comparable {
        case high, normal, low

        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// Names the task in its server; nil when the answer has none.
    package var id: String?
    package var title: String
    package var isOpen: Bool
    package var priority: Priority
    /// The day it is due; nil when it has none or when it is not written as a date.
    package var due: CalendarDay?

    /// Reads one element of an answer; nil when it is nothing like a task.
    package init?(_ json: JSONValue) {
        guard let object = json.object, let title = Self.text(object, ["title", "name", "summary", "content", "text"])
        else { return nil }
        let line = title.sanitizedLine(maximumLength: 200)
        guard !line.isEmpty else { return nil }
        self.title = line
        self.id = object["id"].flatMap { $0.string ?? $0.integer.map(String.init) }
        self.isOpen = Self.isOpen(object)
        self.priority = Self.priority(object["priority"])
        let due = Self.text(object, ["due", "due_date", "dueDate", "due_at", "dueAt", "deadline"])
        self.due = due.flatMap { CalendarDay($0.prefix(10)) }
    }

    private static func text(_ object: JSONObject, _ keys: [String]) -> String? {
        keys.lazy.compactMap { object[$0]?.string }.first
    }

    private static func isOpen(_ object: JSONObject) -> Bool {
        if ["completed", "done", "is_completed", "isCompleted"].contains(where: { object[$0]?.bool == true }) {
            return false
        }
        let closed: Set<String> = [
            "done", "complete", "completed", "closed", "cancelled", "canceled", "archived", "deleted", "dropped",
        ]
        let status = Self.text(object, ["status", "state"])?.prefix(40).lowercased()
        return !(status.map(closed.contains) ?? false)
    }

    /// Words, the letters of todo.txt, and numbers, of which 1 is the most urgent nearly everywhere.
    private static func priority(_ json: JSONValue?) -> Priority {
        switch json?.string?.prefix(20).lowercased() ?? json?.integer.map(String.init) {
        case "high", "highest", "urgent", "critical", "a", "p1", "1"?: .high
        case "low", "lowest", "c", "p3", "p4", "3", "4"?: .low
        default: .normal
        }
    }
}
