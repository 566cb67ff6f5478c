internal import GRDB
internal import TuttiAgents

/// The full-text index of the memory, over the terms that our tokenizer makes.
///
/// SQLite splits them again at the spaces (`tokenize = 'ascii'`), so that it finds exactly what every other store finds.
/// Terms hold letters and digits only, and are quoted: what a person types is never syntax of `MATCH`.
enum SearchIndex {
    /// The most entries that are ranked, the best by SQLite's own ranking; matters when more than these match.
    static let maximumCandidates = 128
    /// The bytes of terms that are ranked, about those of the texts.
    private static let maximumCandidateSize = 8 << 20

    /// Puts an entry into the index under its terms, in place of what was there.
    static func set(_ terms: [String], of number: Int64, in database: Database) throws {
        let delete = try database.cachedStatement(sql: "DELETE FROM memory_index WHERE rowid = ?")
        try delete.execute(arguments: [number])
        let insert = try database.cachedStatement(sql: "INSERT INTO memory_index (rowid, terms) VALUES (?, ?)")
        try insert.execute(arguments: [number, terms.joined(separator: " ")])
    }

    /// What BM25 needs to know about the whole memory.
    static func corpus(for sought: SoughtTerms, in database: Database) throws -> BM25 {
        let total = try Row.fetchOne(database, sql: "SELECT count(*) AS n, coalesce(sum(terms), 0) AS l FROM memory")
        let marks = databaseQuestionMarks(count: sought.terms.count)
        let rows = try Row.fetchAll(
            database, sql: "SELECT term, doc FROM memory_terms WHERE term IN (\(marks))",
            arguments: .init(sought.terms))
        var frequencies: [String: Int] = [:]
        for row in rows { frequencies[try row.text("term")] = try row.integer("doc") }
        return BM25(
            documents: try total?.integer("n") ?? 0, totalLength: try total?.integer("l") ?? 0,
            frequencies: sought.terms.map { frequencies[$0] ?? 0 })
    }

    /// The entries that hold one of the terms.
    static func candidates(
        for sought: SoughtTerms, kinds: Set<MemoryEntry.Kind>?, in database: Database
    ) throws -> [MemoryRanking.Candidate] {
        var sql = """
            SELECT memory.id, memory.date, memory.terms AS length, memory_index.terms AS stems
            FROM memory_index JOIN memory ON memory.number = memory_index.rowid
            WHERE memory_index MATCH ?
            """
        var arguments: StatementArguments = [sought.terms.map { "\"\($0)\"" }.joined(separator: " OR ")]
        if let kinds {
            sql += " AND memory.kind IN (\(databaseQuestionMarks(count: kinds.count)))"
            arguments += StatementArguments(kinds.map(\.name).sorted())
        }
        sql += " ORDER BY memory_index.rank LIMIT \(Self.maximumCandidates)"
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        var candidates: [MemoryRanking.Candidate] = []
        var size = 0
        while size < Self.maximumCandidateSize, let row = try rows.next() {
            let stems = try row.text("stems")
            size += stems.utf8.count
            // By bytes: as characters a space and a mark that starts the next term would be one.
            let terms = stems.utf8.split(separator: UInt8(ascii: " ")).lazy.map { String(Substring($0)) }
            candidates.append(
                .init(
                    id: try row.text("id"), date: try row.timestamp("date"), counts: sought.counts(in: terms),
                    length: try row.integer("length")))
        }
        return candidates
    }

    /// Where the index and the memory disagree.
    static func findings(in database: Database) throws -> [String] {
        let missing = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM memory WHERE number NOT IN (SELECT rowid FROM memory_index)")
        return missing == 0 ? [] : ["\(missing ?? 0) entries of the memory are not in the search index"]
    }
}
