internal import TuttiJSON

/// One task as an agent wrote it down, with what tells how urgent it is.
struct TaskLine: Hashable {
    /// When the task is due, as far as its line tells.
    enum Due: Hashable {
        case overdue
        case today
        case tomorrow
        /// On a later day, as it is written.
        case later(String)
        case open
    }

    /// The task with its details, on one line.
    var text: String
    /// The task alone.
    var title: String
    var due: Due
    var isHigh: Bool

    /// The lines that are looked at.
    private static let maximumLines = 200

    /// The open tasks of an agent's text, most urgent first.
    ///
    /// The text is the JSON of a task service, or a list with one task a line; when some lines are marked as items of a
    /// list, only those are tasks.
    static func tasks(in text: String, today: CalendarDay?) -> [TaskLine] {
        let found = Self.serviceTasks(in: text, today) ?? Self.listedTasks(in: text, today)
        return found.enumerated().sorted { a, b in
            (a.element.urgency, a.offset) < (b.element.urgency, b.offset)
        }.map(\.element)
    }

    /// Why this task comes first, as the end of a sentence; nil when nothing says that it should.
    var reason: String? {
        let due =
            switch self.due {
            case .overdue: "it is overdue"
            case .today: "it is due today"
            case .tomorrow: "it is due tomorrow"
            case .later(let day): "it is due next, on \(day)"
            case .open: ""
            }
        guard self.isHigh else { return due.isEmpty ? nil : due }
        return due.isEmpty ? "it is marked as important" : "\(due) and marked as important"
    }

    /// Smaller is more urgent: first by the day, then what is important; later days keep the order of the list.
    private var urgency: Int {
        let importance = self.isHigh ? 0 : 1
        switch self.due {
        case .overdue: return importance
        case .today: return 2 + importance
        case .tomorrow: return 4 + importance
        case .later(let day): return 6 + (CalendarDay(day)?.daysSince1970 ?? 0)
        case .open: return 10_000_000 + importance
        }
    }

    // MARK: Reading

    private static func serviceTasks(in text: String, _ today: CalendarDay?) -> [TaskLine]? {
        guard text.utf8.count <= 256 << 10 else { return nil }
        // Text that is no JSON is a list; the error says nothing else.
        guard let value = try? JSONValue(parsing: text), let tasks = (value["tasks"] ?? value).array else { return nil }
        return tasks.prefix(Self.maximumLines).compactMap { task in
            guard let title = task["title"]?.string, task["status"]?.string != "done" else { return nil }
            var line = title.sanitizedLine(maximumLength: 160)
            var details: [String] = []
            if let due = task["due"]?.string { details.append("due \(due)") }
            if let priority = task["priority"]?.string, priority != "normal" { details.append("\(priority) priority") }
            if !details.isEmpty { line += " (\(details.joined(separator: ", ")))" }
            return line.isEmpty ? nil : TaskLine(line, today)
        }
    }

    private static func listedTasks(in text: String, _ today: CalendarDay?) -> [TaskLine] {
        let lines = text.prefix(64 << 10).split(whereSeparator: \.isNewline).prefix(Self.maximumLines)
            .map { $0.drop(while: \.isWhitespace) }
            .filter { !$0.isEmpty && $0 != ToolTaskList.nothingOpen }
        let items = lines.filter { Quote.withoutMark($0).count < $0.count || $0.hasPrefix("[") }
        return (items.isEmpty ? lines : items).compactMap { line in
            var task = Quote.withoutMark(line)
            if task.hasPrefix("[x]") || task.hasPrefix("[X]") { return nil }
            if task.hasPrefix("[ ]") { task = task.dropFirst(3) }
            let text = task.sanitizedLine(maximumLength: 200)
            return text.isEmpty ? nil : TaskLine(text, today)
        }
    }

    private init(_ text: String, _ today: CalendarDay?) {
        let parts = TaskLineParts(text)
        let details = parts.details.lowercased()
        let day = Self.day(in: parts.details)
        self.text = text
        self.title = parts.title.isEmpty ? text : parts.title
        self.isHigh = ["high", "urgent", "important"].contains(where: details.contains)
        if details.contains("overdue") || (day.map { day in today.map { day < $0 } ?? false } ?? false) {
            self.due = .overdue
        } else if details.contains("due today") || (day != nil && day == today) {
            self.due = .today
        } else if details.contains("due tomorrow") || (day != nil && day == today?.adding(days: 1)) {
            self.due = .tomorrow
        } else if let day {
            self.due = .later(day.description)
        } else if let written = details.firstRange(of: "due "), !parts.details[written.upperBound...].isEmpty {
            self.due = .later(parts.details[written.upperBound...].prefix { !",;)·|".contains($0) }.trimmed)
        } else {
            self.due = .open
        }
    }

    /// The first day written as `YYYY-MM-DD`.
    private static func day(in text: String) -> CalendarDay? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10 else { return nil }
        return (0...(bytes.count - 10)).lazy.compactMap { start in
            guard bytes[start + 4] == UInt8(ascii: "-") else { return nil }
            return CalendarDay(String(decoding: bytes[start..<(start + 10)], as: UTF8.self))
        }.first
    }
}

extension Substring {
    fileprivate var trimmed: String { self.split(separator: " ").joined(separator: " ") }
}
