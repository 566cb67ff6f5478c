import Testing
import TuttiAgents
import TuttiSQLite

/// What every history store promises; run on each of ours.
@Suite struct HistoryStoreConformanceTests {
    enum Kind: CaseIterable {
        case inMemory
        case sqlite
    }

    private static func store(_ kind: Kind, in folder: TemporaryFolder) async throws -> any HistoryStore {
        switch kind {
        case .inMemory: InMemoryHistoryStore()
        case .sqlite: SQLiteHistoryStore(try await DatabaseFile.open("\(folder.path)/t.sqlite"))
        }
    }

    private static func record(_ id: String, at second: Double, answer: String = "an answer") -> CoordinationRecord {
        CoordinationRecord(
            id: id, date: .init(secondsSince1970: second), question: "what's up?", strategy: "{\"agents\":[]}",
            report: "{}", answer: answer, status: "complete")
    }

    @Test(arguments: Kind.allCases)
    func `records come back, newest first, and an id names one`(kind: Kind) async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(kind, in: folder)
        let old = Self.record("a", at: 1.25)
        let new = Self.record("b", at: 2, answer: "' \" 😀\n; DROP TABLE coordination")
        try await store.save(new)
        try await store.save(old)
        #expect(try await store.list(limit: 10) == [new, old])
        #expect(try await store.list(limit: 1) == [new])
        #expect(try await store.list(limit: -1) == [])
        #expect(try await store.find("a") == old)
        #expect(try await store.find("' OR 1=1 --") == nil)
        #expect(try await store.find("a\0") == nil)
    }

    @Test(arguments: Kind.allCases)
    func `saving an id again replaces the record`(kind: Kind) async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(kind, in: folder)
        try await store.save(Self.record("a", at: 1))
        try await store.save(Self.record("a", at: 3, answer: "a better one"))
        #expect(try await store.list(limit: 10) == [Self.record("a", at: 3, answer: "a better one")])
    }

    @Test(arguments: Kind.allCases)
    func `a record without an id or a date, or one that is too large, is refused`(kind: Kind) async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(kind, in: folder)
        let huge = String(repeating: "x", count: CoordinationRecord.maximumSize)
        for bad in [Self.record("", at: 1), Self.record("a", at: .infinity), Self.record("a", at: 1, answer: huge)] {
            await #expect(throws: StorageError.self) { try await store.save(bad) }
        }
        #expect(try await store.list(limit: 10) == [])
    }

    @Test func `the history in memory forgets the oldest`() async throws {
        let store = InMemoryHistoryStore(maximumRecords: 2)
        for second in [3.0, 1, 2] { try await store.save(Self.record("\(second)", at: second)) }
        #expect(await store.list(limit: 10).map(\.id) == ["3.0", "2.0"])
    }
}
