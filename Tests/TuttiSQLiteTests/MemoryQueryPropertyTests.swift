import Testing
import TuttiAgents
import TuttiSQLite

/// Whatever a person types is data: no query fails, and both stores find the same.
@Suite struct MemoryQueryPropertyTests {
    static let awkward = [
        "what's my goal?", "C++", "title : secret", "\"", "*", "NEAR(", "", " ", "a - b", "AND", "OR OR", "NOT goal",
        "goal*", "^goal", "{terms}: goal", "terms:goal", "memory_index", "goal AND (", "'; DROP TABLE memory; --", "\\",
        "%", "_", "\u{0}", "a\u{0}b", "\u{FEFF}", "\u{202E}goal", "goal\u{301}", "\"goal\"\"", "((((((((", "+", "-goal",
        "NEAR(goal me, 5)", "1.5", "😀", "𝔤oal", "goal" + String(repeating: "\u{300}", count: 1000),
    ]

    private static func stores(_ texts: [String]) async throws -> (any MemoryStore, any MemoryStore, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let sqlite = SQLiteMemoryStore(try await DatabaseFile.open("\(folder.path)/t.sqlite"))
        let memory = InMemoryMemoryStore()
        let entries = texts.enumerated().map { index, text in
            MemoryEntry(
                id: "\(index)", kind: .note, text: text, source: "n", date: .init(secondsSince1970: Double(index)))
        }
        try await sqlite.add(entries)
        try await memory.add(entries)
        return (sqlite, memory, folder)
    }

    private static func ranks(_ passages: [MemoryPassage]) -> [String] {
        passages.map { "\($0.entry.id): \($0.score)" }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `random printable text is stored and searched without an error, alike in both stores`(seed: UInt64)
        async throws
    {
        var generator = SeededGenerator(seed: seed)
        let texts = (0..<60).map { _ in "goal " + generator.printableString(maximumLength: 60) }
        let (sqlite, memory, folder) = try await Self.stores(texts)
        for _ in 0..<350 {
            let query = MemoryQuery(generator.printableString(maximumLength: 40), now: .init(secondsSince1970: 1e6))
            let found = try await sqlite.search(query)
            let expected = try await memory.search(query)
            #expect(Self.ranks(found) == Self.ranks(expected), "seed \(seed), query \(query.text.debugDescription)")
        }
        withExtendedLifetime(folder) {}
    }

    @Test func `what looks like syntax is data`() async throws {
        let texts = [
            "My goal is to learn C++", "the title is a secret", "nothing else", "near and or not", "15 % of 1.5",
        ]
        let (sqlite, memory, folder) = try await Self.stores(texts)
        for text in Self.awkward + [String(repeating: "goal \"(*:^ ", count: 10_000)] {
            let query = MemoryQuery(text, now: .init(secondsSince1970: 10))
            let found = try await sqlite.search(query)
            #expect(
                Self.ranks(found) == Self.ranks(try await memory.search(query)),
                "query \(text.prefix(40).debugDescription)")
        }
        func first(_ text: String) async throws -> String? {
            try await sqlite.search(MemoryQuery(text, now: .init(secondsSince1970: 10))).first?.entry.text
        }
        #expect(try await first("what's my goal?") == texts[0])
        #expect(try await first("C++") == texts[0])
        #expect(try await first("title : secret") == texts[1])
        #expect(try await first("NEAR(") == texts[3])
        #expect(try await first("not") == texts[3])
        #expect(try await first("*") == nil)
        withExtendedLifetime(folder) {}
    }
}
