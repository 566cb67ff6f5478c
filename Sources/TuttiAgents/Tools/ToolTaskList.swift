/// Puts tasks in the order in which a person should look at them, and writes them down.
package struct ToolTaskList {
    /// What one server gave.
    package struct Source: Hashable {
        package var server: String
        package var task: ToolTask

        package init(server: String, task: ToolTask) {
            self.server = server
            self.task = task
        }
    }

    /// One task as it is shown.
    package struct Line: Hashable {
        package var server: String
        /// Without the bullet.
        package var text: String
    }

    private let today: CalendarDay
    private let open: [Source]

    /// Creates a list of the open tasks; one that several tools of a server gave counts once.
    package init(_ sources: [Source], today: CalendarDay) {
        self.today = today
        var seen: Set<[String]> = []
        self.open = sources.filter { source in
            let key = source.task.id.map { [source.server, "id", $0] } ?? [source.server, "title", source.task.title]
            return source.task.isOpen && seen.insert(key).inserted
        }
    }

    /// The number of open tasks.
    package var count: Int { self.open.count }

    /// The first `limit` tasks: those that are due longest first, then those without a day; the important before the
    /// others.
    package func lines(limit: Int) -> [Line] {
        let far = CalendarDay(daysSince1970: .max)
        let ordered = self.open.enumerated().sorted { a, b in
            let (left, right) = (a.element.task, b.element.task)
            return (left.due ?? far, left.priority, a.offset) < (right.due ?? far, right.priority, b.offset)
        }
        return ordered.prefix(max(0, limit)).map {
            Line(server: $0.element.server, text: self.text(of: $0.element.task))
        }
    }

    /// What is said when there is nothing to do; whoever reads tasks out of a text knows it for none.
    static let nothingOpen = "No open tasks."

    /// How many tasks are open, overdue and due today, in a sentence.
    package var summary: String {
        guard !self.open.isEmpty else { return Self.nothingOpen }
        let overdue = self.open.count { $0.task.due.map { $0 < self.today } ?? false }
        let dueToday = self.open.count { $0.task.due == self.today }
        let details = [(overdue, "overdue"), (dueToday, "due today")].filter { $0.0 > 0 }.map { "\($0) \($1)" }
        let head = self.open.count == 1 ? "1 open task" : "\(self.open.count) open tasks"
        return head + (details.isEmpty ? "." : ": \(details.joined(separator: ", ")).")
    }

    private func text(of task: ToolTask) -> String {
        let suffix =
            switch task.priority {
            case .high: " (high)"
            case .low: " (low)"
            case .normal: ""
            }
        return "\(self.when(task.due)): \(task.title)\(suffix)"
    }

    private func when(_ due: CalendarDay?) -> String {
        guard let due else { return "open" }
        if due < self.today { return "overdue since \(self.short(due))" }
        if due == self.today { return "due today" }
        return due == self.today.adding(days: 1) ? "due tomorrow" : "due \(self.short(due))"
    }

    /// `Nov 12`, with the year where it is not this one.
    private func short(_ day: CalendarDay) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let fields = day.description.split(separator: "-")
        guard fields.count == 3, let month = Int(fields[1]), let date = Int(fields[2]) else { return day.description }
        let isThisYear = self.today.description.hasPrefix(fields[0] + "-")
        return "\(months[month - 1]) \(date)" + (isThisYear ? "" : ", \(fields[0])")
    }
}
