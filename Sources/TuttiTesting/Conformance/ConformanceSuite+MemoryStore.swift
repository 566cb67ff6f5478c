public import TuttiAgents

extension ConformanceSuite where Subject == any MemoryStore {
    /// What every memory store promises. The subject is an empty store that keeps at least 200 entries.
    public static var memoryStore: ConformanceSuite {
        ConformanceSuite(
            "memory store",
            [
                "an entry comes back as it was added": { store in
                    let entry = MemoryEntry(
                        id: "a", kind: .init("dream"), text: "Ünïcode 日本 😀 \"quoted\"\n' -- ; DROP TABLE memory",
                        source: "x'y", date: day(-0.125), tags: ["a b", "\"", "é"])
                    try await store.add(entry)
                    try Violation.unless("the newest", try await store.recent(limit: 5), is: [entry])
                    let found = try await store.search(MemoryQuery("unicode", now: day(0))).map(\.entry)
                    try Violation.unless("what is found", found, is: [entry])
                },
                "adding an id again replaces the entry and what it was found by": { store in
                    try await store.add([entry("a", "apples"), entry("a", "pears")])
                    try Violation.unless("the newest", try await store.recent(limit: 5).map(\.text), is: ["pears"])
                    try await store.unlessFound(by: "apples", [])
                    try await store.unlessFound(by: "pears", ["a"])
                },
                "one bad entry keeps all of them out": { store in
                    for (what, bad) in [
                        ("white space alone", entry("b", " \n")), ("an empty id", entry("", "text")),
                        ("a date that is no number", entry("c", "nan", day: .nan)),
                    ] {
                        try await Violation.unlessThrown(StorageError.self, by: "adding \(what)") {
                            try await store.add([entry("a", "good"), bad])
                        }
                    }
                    let huge = entry("h", String(repeating: "x", count: MemoryEntry.maximumTextLength + 1))
                    let error = try await Violation.unlessThrown(
                        StorageError.self, by: "adding more than maximumTextLength"
                    ) {
                        try await store.add(huge)
                    }
                    try Violation.unless("the code of the error", error.code, is: .tooLarge)
                    try Violation.unless("the newest", try await store.recent(limit: 5), is: [])
                },
                "other forms of a word, accents and tags are found": { store in
                    try await store.add([
                        entry("a", "I was overwhelmed"), entry("b", "Café in Zürich"),
                        entry("c", "What's the plan?", tags: ["deadlines"]), entry("d", "会議は明日"),
                    ])
                    try await store.unlessFound(by: "overwhelming", ["a"])
                    try await store.unlessFound(by: "cafe", ["b"])
                    try await store.unlessFound(by: "CAFE\u{301}", ["b"])
                    try await store.unlessFound(by: "deadline", ["c"])
                    try await store.unlessFound(by: "会議", ["d"])
                },
                "newer comes first of what matches as well, and a better match beats a newer one": { store in
                    try await store.add([
                        entry("old", "the report is late", day: -40), entry("new", "the report is late", day: -1),
                        entry("other", "late bus today", day: 0), entry("far", "nothing of the kind", day: 0),
                    ])
                    try await store.unlessFound(by: "report late", ["new", "old", "other"])
                    var query = MemoryQuery("report late", now: day(0))
                    query.recencyWeight = 0
                    let scores = try await store.search(query).map(\.score)
                    try Violation.unless("the number of passages", scores.count, is: 3)
                    try Violation.unless("the second score, where age does not count,", scores[1], is: scores[0])
                },
                "a word that most entries contain still finds them": { store in
                    try await store.add((0..<5).map { entry("\($0)", "deadline number \($0)", day: Double($0) - 10) })
                    try await store.unlessFound(by: "deadline", ["4", "3", "2", "1", "0"])
                },
                "limits and kinds are kept": { store in try await checkLimitsAndKinds(of: store) },
                "themes are what comes back, counted once an entry": { store in
                    try await store.add([
                        entry("a", "A deadline, a deadline, a deadline!", day: -3), entry("b", "garden", day: -2),
                        entry("c", "Two deadlines today", day: -1), entry("d", "the garden again", tags: ["rest"]),
                        entry("e", "nothing", tags: ["rest"]),
                    ])
                    let themes = try await store.themes(limit: 10)
                    try Violation.unless("the words", themes.map(\.word), is: ["rest", "deadline", "garden"])
                    try Violation.unless("their counts", themes.map(\.count), is: [2, 2, 2])
                    try Violation.unless("their last days", themes.map(\.last), is: [day(-1), day(-1), day(-1)])
                    try Violation.unless("one theme", try await store.themes(limit: 1).map(\.word), is: ["rest"])
                    try Violation.unless("-1 themes", try await store.themes(limit: -1).count, is: 0)
                },
                "concurrent calls lose nothing": { store in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<40 {
                            group.addTask { try await store.add(entry("\(index)", "parallel entry \(index)")) }
                            group.addTask { _ = try await store.search(MemoryQuery("parallel", now: day(0))) }
                        }
                        try await group.waitForAll()
                    }
                    try Violation.unless("the number of entries", try await store.recent(limit: 100).count, is: 40)
                },
            ])
    }
}

private func checkLimitsAndKinds(of store: any MemoryStore) async throws {
    var entries = (0..<120).map { entry("n\($0)", "same words here", day: -Double($0)) }
    entries.append(MemoryEntry(id: "j", kind: .journal, text: "same words", source: "j", date: day(-500)))
    try await store.add(entries)
    try Violation.unless("the most passages", try await store.found(by: "same words", limit: 1000).count, is: 100)
    try await store.unlessFound(by: "same words", limit: 3, ["n0", "n1", "n2"])
    try await store.unlessFound(by: "same words", limit: 0, [])
    try await store.unlessFound(by: "same words", limit: -1, [])
    var query = MemoryQuery("words", now: day(0))
    query.kinds = [.journal, .reflection]
    let journal = try await store.search(query).map(\.entry.id)
    try Violation.unless("what is found among journals and reflections", journal, is: ["j"])
    query.kinds = []
    try Violation.unless("what is found among no kinds", try await store.search(query).map(\.entry.id), is: [])
    try Violation.unless("the newest two", try await store.recent(limit: 2).map(\.id), is: ["n0", "n1"])
    try Violation.unless("the newest -1", try await store.recent(limit: -1), is: [])
}

private func day(_ offset: Double) -> Timestamp { Timestamp(secondsSince1970: 1_795_000_000 + offset * 86_400) }

private func entry(_ id: String, _ text: String, day offset: Double = -1, tags: [String] = []) -> MemoryEntry {
    MemoryEntry(id: id, kind: .note, text: text, source: "note \(id)", date: day(offset), tags: tags)
}

extension MemoryStore {
    fileprivate func found(by text: String, limit: Int = 8) async throws -> [String] {
        var query = MemoryQuery(text, now: day(0))
        query.limit = limit
        return try await self.search(query).map(\.entry.id)
    }

    fileprivate func unlessFound(by text: String, limit: Int = 8, _ ids: [String]) async throws {
        try Violation.unless("what \"\(text)\" finds", try await self.found(by: text, limit: limit), is: ids)
    }
}
