/// What an earlier session came to, read back from the memory.
struct RecalledSession: Hashable, Sendable {
    /// The day of the session.
    var day: CalendarDay
    /// Where the memory has it, for citations.
    var source: String
    var notes: SessionNotes

    /// The newest sessions that are recalled; one in which something was planned is recalled beside them.
    static let newestSessions = 2
    /// The newest entries of the memory among which they are looked for.
    static let searchedEntries = 200

    /// The sessions to recall among the newest entries of a memory, newest first.
    static func sessions(in entries: [MemoryEntry], utcOffset: Int) -> [RecalledSession] {
        let sessions = entries.filter(SessionNotes.isNotes).map { entry in
            RecalledSession(
                day: CalendarDay(containing: entry.date, utcOffset: utcOffset),
                source: entry.source.sanitizedLine(maximumLength: 200), notes: SessionNotes(text: entry.text))
        }
        let newest = sessions.prefix(Self.newestSessions)
        guard !newest.contains(where: \.hasPlan), let planned = sessions.first(where: \.hasPlan) else {
            return Array(newest)
        }
        return newest + [planned]
    }

    /// Whether something was planned in it.
    var hasPlan: Bool { !self.notes.planned.isEmpty }

    /// The session for a model.
    var text: String { "Session of \(self.day)\n\(self.notes.text)" }

    /// What a greeting says of it; nil when nothing was planned.
    var greeting: String? {
        guard let plan = self.notes.planned.first else { return nil }
        let more = self.notes.planned.count > 1 ? " (and \(self.notes.planned.count - 1) more)" : ""
        let end = more.isEmpty && plan.last.map { ".!…".contains($0) } ?? false ? "" : "."
        return "Hello again! Last time, on \(self.day), you planned: “\(plan)”\(more)\(end) How is it going?"
    }
}
