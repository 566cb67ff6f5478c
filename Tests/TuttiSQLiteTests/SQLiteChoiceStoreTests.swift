import Testing
import TuttiAgents
import TuttiSQLite

@Suite struct SQLiteChoiceStoreTests {
    private static func store(_ folder: TemporaryFolder) async throws -> SQLiteChoiceStore {
        SQLiteChoiceStore(try await DatabaseFile.open("\(folder.path)/choices.sqlite"))
    }

    private static func outcome(_ kind: String, _ chosen: String) -> ChoiceOutcome {
        .init(
            kind: kind, offered: ["a", "it's '; --"], chosen: [chosen], gave: [chosen],
            speculation: .init(started: 1, used: 1, saved: .milliseconds(40)))
    }

    @Test func `who was chosen is there when the file is opened again, by workflow`() async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(folder)
        #expect(try await store.history(of: "w").history == ChoiceHistory())
        var expected = ChoiceHistory()
        for (kind, chosen) in [("tasks", "a"), ("it's; --", "b"), ("tasks", "it's '; --")] {
            expected.record(Self.outcome(kind, chosen))
            #expect(try await store.record(Self.outcome(kind, chosen), of: "w", at: 1) == [])
        }
        _ = try await store.record(Self.outcome("tasks", "z"), of: "other", at: 1)
        let (history, problems) = try await Self.store(folder).history(of: "w")
        #expect(history == expected)
        #expect(problems == [])
        #expect(try await store.record(Self.outcome("x\0", "a"), of: "w", at: 1) == [])
        #expect(try await store.history(of: "w").history == expected)
        #expect(try await store.history(of: "w\0").history == ChoiceHistory())
    }

    @Test func `two that record at once lose nothing of each other's`() async throws {
        let folder = try TemporaryFolder()
        let stores = [try await Self.store(folder), try await Self.store(folder)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask {
                    _ = try await stores[index % 2].record(Self.outcome("k", "a"), of: "w", at: Double(index))
                }
            }
            try await group.waitForAll()
        }
        let speculation = try await stores[0].history(of: "w").history.speculation("k")
        #expect(speculation.started == 40)
        #expect(speculation.saved == .milliseconds(1600))
    }

    @Test func `a row that cannot be read is told of, and the kind is learned anew`() async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(folder)
        for kind in ["good", "bad"] { _ = try await store.record(Self.outcome(kind, "a"), of: "w", at: 1) }
        try await DatabaseFile.open("\(folder.path)/choices.sqlite").replaceChoices(of: "bad", by: "{\"v\":1")
        let (history, problems) = try await store.history(of: "w")
        #expect(history.speculation("good").started == 1)
        #expect(history.speculation("bad").started == 0)
        #expect(problems == ["who was asked about 'bad' in 'w' cannot be read and is learned anew"])
        #expect(try await store.record(Self.outcome("bad", "a"), of: "w", at: 2) == problems)
        #expect(try await store.history(of: "w").problems == [])
    }

    @Test func `a workflow has so many kinds, those asked last`() async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(folder)
        for index in 0..<70 { _ = try await store.record(Self.outcome("k\(index)", "a"), of: "w", at: Double(index)) }
        let history = try await store.history(of: "w").history
        #expect((0..<70).filter { history.speculation("k\($0)").started == 1 } == Array(6..<70))
    }
}
