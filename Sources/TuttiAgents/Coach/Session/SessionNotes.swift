/// What one session came to: what was said, decided and planned, a sentence each, within bounds.
package struct SessionNotes: Hashable, Sendable {
    /// The most sentences of each kind.
    package static let maximumItems = 8
    /// The longest sentence in characters.
    package static let maximumLength = 200

    package let said: [String]
    package let decided: [String]
    package let planned: [String]

    /// Creates notes; what is beyond the bounds is cut.
    package init(said: [String] = [], decided: [String] = [], planned: [String] = []) {
        self.said = Self.bounded(said)
        self.decided = Self.bounded(decided)
        self.planned = Self.bounded(planned)
    }

    /// Whether there is nothing to note.
    package var isEmpty: Bool { self.said.isEmpty && self.decided.isEmpty && self.planned.isEmpty }

    private static func bounded(_ items: [String]) -> [String] {
        var seen: Set<String> = []
        let lines = items.map { $0.sanitizedLine(maximumLength: Self.maximumLength) }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
        return Array(lines.prefix(Self.maximumItems))
    }

    // MARK: Without a model

    /// The notes that the facts of a session make; of each kind those that tell most, in the order of the session.
    package init(_ facts: FactList) {
        func texts(_ kind: TellingFact.Kind) -> [String] {
            let all = facts.facts.enumerated().filter { $0.element.kind == kind }
            let best = all.sorted { a, b in (a.element.weight, a.offset) > (b.element.weight, b.offset) }
            return best.prefix(Self.maximumItems).sorted { $0.offset < $1.offset }.map(\.element.text)
        }
        self.init(said: texts(.said), decided: texts(.decided), planned: texts(.planned))
    }
}

// MARK: As text

extension SessionNotes {
    /// The headings; plans first, so that they are what is left when the text is cut.
    private static let headings: [(title: String, kind: TellingFact.Kind)] = [
        ("Planned:", .planned), ("Decided:", .decided), ("Said:", .said),
    ]

    private subscript(kind: TellingFact.Kind) -> [String] {
        switch kind {
        case .said: self.said
        case .decided: self.decided
        case .planned: self.planned
        }
    }

    /// The notes as they are kept: a heading and a list for each kind that there is.
    package var text: String {
        Self.headings.filter { !self[$0.kind].isEmpty }.map { heading in
            ([heading.title] + self[heading.kind].map { "- \($0)" }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Reads notes back; lines that belong to none of the kinds are left out.
    package init(text: String) {
        var lists: [TellingFact.Kind: [String]] = [:]
        var kind: TellingFact.Kind?
        for line in text.split(whereSeparator: \.isNewline) {
            if let heading = Self.headings.first(where: { $0.title == line }) {
                kind = heading.kind
            } else if let kind, line.hasPrefix("- ") {
                lists[kind, default: []].append(String(line.dropFirst(2)))
            }
        }
        self.init(said: lists[.said] ?? [], decided: lists[.decided] ?? [], planned: lists[.planned] ?? [])
    }
}

// MARK: In the memory

extension SessionNotes {
    private static let mark = "session-notes-"

    /// Names a session by its first message, so that its notes are kept once, however often they are written.
    static func sessionID(firstMessage: String, at date: Timestamp) -> String {
        MemoryEntry(kind: .conversation, text: firstMessage, source: "session", date: date).id
    }

    /// Whether an entry is the notes of a session: what they tell is in the memory in the person's own words too.
    package static func isNotes(_ entry: MemoryEntry) -> Bool { entry.id.hasPrefix(Self.mark) }

    /// The notes for the memory.
    func entry(of session: String, at date: Timestamp, utcOffset: Int) -> MemoryEntry {
        MemoryEntry(
            id: Self.mark + session, kind: .conversation, text: self.text,
            source: "session \(CalendarDay(containing: date, utcOffset: utcOffset))", date: date)
    }
}
