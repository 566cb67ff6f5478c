internal import GRDB
public import TuttiAgents

/// Memory in an SQLite file, with full-text search.
///
/// It finds and ranks as ``InMemoryMemoryStore`` does, as long as at most 128 entries match; of more it ranks the 128
/// that match best before newness counts.
public struct SQLiteMemoryStore: MemoryStore {
    private let file: DatabaseFile

    /// Creates a store in an open file.
    public init(_ file: DatabaseFile) { self.file = file }

    /// Adds entries in one transaction; an entry whose id is there already is replaced.
    ///
    /// - Throws: ``StorageError``; `CancellationError`, and then nothing is added.
    public func add(_ entries: [MemoryEntry]) async throws {
        for entry in entries { try entry.validate() }
        guard !entries.isEmpty else { return }
        try await self.file.write { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO memory (id, kind, text, source, date, tags, terms) VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, text = excluded.text,
                    source = excluded.source, date = excluded.date, tags = excluded.tags, terms = excluded.terms
                    RETURNING number
                    """)
            for entry in entries {
                let terms = MemoryRanking.terms(of: entry)
                let number = try Int64.fetchOne(insert, arguments: entry.arguments(termCount: terms.count))
                if let number { try SearchIndex.set(terms, of: number, in: database) }
            }
        }
    }

    /// The entries that share at least one word with the query, best first; none for a query without words.
    public func search(_ query: MemoryQuery) async throws -> [MemoryPassage] {
        let sought = SoughtTerms(query.text)
        guard !sought.isEmpty, query.limit > 0 else { return [] }
        return try await self.file.read { database in
            let corpus = try SearchIndex.corpus(for: sought, in: database)
            let candidates = try SearchIndex.candidates(for: sought, kinds: query.kinds, in: database)
            return try MemoryRanking(query: query, corpus: corpus).best(of: candidates).compactMap { match in
                let row = try Row.fetchOne(database, sql: "SELECT * FROM memory WHERE id = ?", arguments: [match.id])
                return try row.map {
                    MemoryPassage(entry: try MemoryEntry(row: $0), score: match.score, sought: sought)
                }
            }
        }
    }

    /// The newest entries, newest first; at most 1000.
    public func recent(limit: Int) async throws -> [MemoryEntry] { try await self.newest(min(limit, 1000)) }

    /// What comes back in the newest 200 entries, most frequent first.
    public func themes(limit: Int) async throws -> [MemoryTheme] {
        var counter = ThemeCounter()
        for entry in try await self.newest(ThemeCounter.maximumEntries) { counter.count(entry) }
        return counter.themes(limit: limit)
    }

    private func newest(_ limit: Int) async throws -> [MemoryEntry] {
        guard limit > 0 else { return [] }
        return try await self.file.read { database in
            let sql = "SELECT * FROM memory ORDER BY date DESC, id DESC LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [limit]).map(MemoryEntry.init(row:))
        }
    }
}
