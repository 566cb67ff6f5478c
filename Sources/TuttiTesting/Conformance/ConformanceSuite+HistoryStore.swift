public import TuttiAgents

extension ConformanceSuite where Subject == any HistoryStore {
    /// What every history store promises. The subject is an empty store.
    public static var historyStore: ConformanceSuite {
        ConformanceSuite(
            "history store",
            [
                "records come back, newest first, and an id names one": { store in
                    let old = record("a", at: 1.25)
                    let new = record("b", at: 2, answer: "' \" 😀\n; DROP TABLE coordination")
                    try await store.save(new)
                    try await store.save(old)
                    try Violation.unless("the list", try await store.list(limit: 10), is: [new, old])
                    try Violation.unless("a list of one", try await store.list(limit: 1), is: [new])
                    try Violation.unless("a list of -1", try await store.list(limit: -1), is: [])
                    try Violation.unless("what is found under an id", try await store.find("a"), is: old)
                    for id in ["' OR 1=1 --", "a\0", ""] {
                        try Violation.unless("what is found under \"\(id)\"", try await store.find(id), is: nil)
                    }
                },
                "saving an id again replaces the record": { store in
                    try await store.save(record("a", at: 1))
                    try await store.save(record("a", at: 3, answer: "a better one"))
                    let kept = try await store.list(limit: 10)
                    try Violation.unless("the list", kept, is: [record("a", at: 3, answer: "a better one")])
                },
                "a record without an id or a date, or one that is too large, is refused": { store in
                    let huge = String(
                        repeating: String(repeating: "x", count: 1024), count: CoordinationRecord.maximumSize / 1024)
                    for (what, bad) in [
                        ("an empty id", record("", at: 1)), ("an infinite date", record("a", at: .infinity)),
                        ("more than maximumSize", record("a", at: 1, answer: huge)),
                    ] {
                        try await Violation.unlessThrown(StorageError.self, by: "saving \(what)") {
                            try await store.save(bad)
                        }
                    }
                    try Violation.unless("the list", try await store.list(limit: 10), is: [])
                },
                "concurrent calls lose nothing": { store in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<40 {
                            group.addTask { try await store.save(record("\(index)", at: Double(index))) }
                            group.addTask { _ = try await store.list(limit: 5) }
                        }
                        try await group.waitForAll()
                    }
                    let ids = try await store.list(limit: 100).map(\.id)
                    try Violation.unless("the ids in the list", ids, is: (0..<40).reversed().map { "\($0)" })
                },
            ])
    }
}

private func record(_ id: String, at second: Double, answer: String = "an answer") -> CoordinationRecord {
    CoordinationRecord(
        id: id, date: .init(secondsSince1970: second), question: "what's up?", strategy: "{\"agents\":[]}",
        report: "{}", answer: answer, status: "complete")
}
