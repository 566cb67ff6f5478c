import Testing
import TuttiAgents
import TuttiSQLite

/// What every memory store promises; run on each of ours.
@Suite struct MemoryStoreConformanceTests {
    enum Kind: CaseIterable {
        case inMemory
        case sqlite
    }

    /// A store with the folder it lives in.
    struct Fixture {
        var store: any MemoryStore
        var folder: TemporaryFolder

        init(_ kind: Kind) async throws {
            self.folder = try TemporaryFolder()
            switch kind {
            case .inMemory: self.store = InMemoryMemoryStore()
            case .sqlite: self.store = SQLiteMemoryStore(try await DatabaseFile.open("\(self.folder.path)/t.sqlite"))
            }
        }

        func found(_ text: String, limit: Int = 8) async throws -> [String] {
            var query = MemoryQuery(text, now: day(0))
            query.limit = limit
            return try await self.store.search(query).map(\.entry.id)
        }
    }

    static func day(_ offset: Double) -> Timestamp { Timestamp(secondsSince1970: 1_795_000_000 + offset * 86_400) }

    static func entry(_ id: String, _ text: String, day: Double = -1, tags: [String] = []) -> MemoryEntry {
        MemoryEntry(id: id, kind: .note, text: text, source: "note \(id)", date: Self.day(day), tags: tags)
    }

    @Test(arguments: Kind.allCases)
    func `an entry comes back as it was added`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let entry = MemoryEntry(
            id: "a", kind: .init("dream"), text: "Ünïcode 日本 😀 \"quoted\"\n' -- ; DROP TABLE memory", source: "x'y",
            date: Self.day(-0.125), tags: ["a b", "\"", "é"])
        try await fixture.store.add(entry)
        #expect(try await fixture.store.recent(limit: 5) == [entry])
        #expect(try await fixture.store.search(MemoryQuery("unicode", now: Self.day(0))).map(\.entry) == [entry])
    }

    @Test(arguments: Kind.allCases)
    func `adding an id again replaces the entry and what it was found by`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.store.add([Self.entry("a", "apples"), Self.entry("a", "pears")])
        #expect(try await fixture.store.recent(limit: 5).map(\.text) == ["pears"])
        #expect(try await fixture.found("apples") == [])
        #expect(try await fixture.found("pears") == ["a"])
    }

    @Test(arguments: Kind.allCases)
    func `one bad entry keeps all of them out`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        for bad in [Self.entry("b", " \n"), Self.entry("", "text"), Self.entry("c", "nan", day: .nan)] {
            await #expect(throws: StorageError.self) { try await fixture.store.add([Self.entry("a", "good"), bad]) }
        }
        let huge = Self.entry("h", String(repeating: "x", count: MemoryEntry.maximumTextLength + 1))
        let error = await #expect(throws: StorageError.self) { try await fixture.store.add(huge) }
        #expect(error?.code == .tooLarge)
        #expect(try await fixture.store.recent(limit: 5) == [])
    }

    @Test(arguments: Kind.allCases)
    func `other forms of a word, accents and tags are found`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.store.add([
            Self.entry("a", "I was overwhelmed"), Self.entry("b", "Café in Zürich"),
            Self.entry("c", "What's the plan?", tags: ["deadlines"]), Self.entry("d", "会議は明日"),
        ])
        #expect(try await fixture.found("overwhelming") == ["a"])
        #expect(try await fixture.found("cafe") == ["b"])
        #expect(try await fixture.found("CAFE\u{301}") == ["b"])
        #expect(try await fixture.found("deadline") == ["c"])
        #expect(try await fixture.found("会議") == ["d"])
    }

    @Test(arguments: Kind.allCases)
    func `newer comes first of what matches as well, and a better match beats a newer one`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.store.add([
            Self.entry("old", "the report is late", day: -40), Self.entry("new", "the report is late", day: -1),
            Self.entry("other", "late bus today", day: 0), Self.entry("far", "nothing of the kind", day: 0),
        ])
        #expect(try await fixture.found("report late") == ["new", "old", "other"])
        var query = MemoryQuery("report late", now: Self.day(0))
        query.recencyWeight = 0
        let scores = try await fixture.store.search(query).map(\.score)
        #expect(scores.count == 3 && scores[0] == scores[1])
    }

    @Test(arguments: Kind.allCases)
    func `a word that most entries contain still finds them`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.store.add((0..<5).map { Self.entry("\($0)", "deadline number \($0)", day: Double($0) - 10) })
        #expect(try await fixture.found("deadline") == ["4", "3", "2", "1", "0"])
    }

    @Test(arguments: Kind.allCases)
    func `limits and kinds are kept`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        var entries = (0..<120).map { Self.entry("n\($0)", "same words here", day: -Double($0)) }
        entries.append(MemoryEntry(id: "j", kind: .journal, text: "same words", source: "j", date: Self.day(-500)))
        try await fixture.store.add(entries)
        #expect(try await fixture.found("same words", limit: 1000).count == 100)
        #expect(try await fixture.found("same words", limit: 3) == ["n0", "n1", "n2"])
        #expect(try await fixture.found("same words", limit: 0) == [])
        #expect(try await fixture.found("same words", limit: -1) == [])
        var query = MemoryQuery("words", now: Self.day(0))
        query.kinds = [.journal, .reflection]
        #expect(try await fixture.store.search(query).map(\.entry.id) == ["j"])
        query.kinds = []
        #expect(try await fixture.store.search(query) == [])
        #expect(try await fixture.store.recent(limit: 2).map(\.id) == ["n0", "n1"])
        #expect(try await fixture.store.recent(limit: -1) == [])
    }

    @Test(arguments: Kind.allCases)
    func `themes are what comes back, counted once an entry`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.store.add([
            Self.entry("a", "A deadline, a deadline, a deadline!", day: -3), Self.entry("b", "garden", day: -2),
            Self.entry("c", "Two deadlines today", day: -1), Self.entry("d", "the garden again", tags: ["rest"]),
            Self.entry("e", "nothing", tags: ["rest"]),
        ])
        let themes = try await fixture.store.themes(limit: 10)
        #expect(themes.map(\.word) == ["rest", "deadline", "garden"])
        #expect(themes.map(\.count) == [2, 2, 2])
        #expect(themes.map(\.last) == [Self.day(-1), Self.day(-1), Self.day(-1)])
        #expect(try await fixture.store.themes(limit: 1).map(\.word) == ["rest"])
        #expect(try await fixture.store.themes(limit: -1) == [])
    }

    @Test(arguments: Kind.allCases)
    func `concurrent calls lose nothing`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let store = fixture.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask { try await store.add(Self.entry("\(index)", "parallel entry \(index)")) }
                group.addTask { _ = try await store.search(MemoryQuery("parallel", now: Self.day(0))) }
            }
            try await group.waitForAll()
        }
        #expect(try await store.recent(limit: 100).count == 40)
    }
}

private func day(_ offset: Double) -> Timestamp { MemoryStoreConformanceTests.day(offset) }
