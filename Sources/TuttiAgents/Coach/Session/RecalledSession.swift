/// What an earlier session came to, read back from the memory.
struct RecalledSession: Hashable, Sendable {
    /// The day of the session.
    var day: CalendarDay
    /// Where the memory has it, for citations.
    var source: String
    var notes: SessionNotes

    /// The most sessions that are recalled, newest first.
    static let maximumSessions = 2
    /// The newest entries of the memory among which they are looked for.
    static let searchedEntries = 200

    /// The newest sessions among the newest entries of a memory, but for the present one.
    static func sessions(in entries: [MemoryEntry], except id: String?, utcOffset: Int) -> [RecalledSession] {
        let notes = entries.filter { entry in
            SessionNotes.isNotes(entry) && !(id.map { entry.id.hasSuffix($0) } ?? false)
        }
        return notes.prefix(Self.maximumSessions).map { entry in
            RecalledSession(
                day: CalendarDay(containing: entry.date, utcOffset: utcOffset),
                source: entry.source.sanitizedLine(maximumLength: 200), notes: SessionNotes(text: entry.text))
        }
    }

    /// The session for a model.
    var text: String { "Session of \(self.day)\n\(self.notes.text)" }

    /// What a greeting says of it; nil when nothing was planned.
    var greeting: String? {
        guard let plan = self.notes.planned.first else { return nil }
        let more = self.notes.planned.count > 1 ? " (and \(self.notes.planned.count - 1) more)" : ""
        return "Hello again! Last time, on \(self.day), you planned: “\(plan)”\(more). How is it going?"
    }
}
