internal import GRDB
public import TuttiAgents

/// The history of coordinations in an SQLite file.
public struct SQLiteHistoryStore: HistoryStore {
    private let file: DatabaseFile

    /// Creates a store in an open file.
    public init(_ file: DatabaseFile) { self.file = file }

    /// Keeps a record; one with the same id is replaced.
    public func save(_ record: CoordinationRecord) async throws {
        try record.validate()
        try await self.file.write { database in
            try database.execute(
                sql: """
                    INSERT INTO coordination (id, date, question, strategy, report, answer, status)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET date = excluded.date, question = excluded.question,
                    strategy = excluded.strategy, report = excluded.report, answer = excluded.answer,
                    status = excluded.status
                    """,
                arguments: [
                    record.id, record.date.secondsSince1970, record.question.storable, record.strategy.storable,
                    record.report.storable, record.answer.storable, record.status.storable,
                ])
        }
    }

    /// The newest records, newest first; at most 1000.
    public func list(limit: Int) async throws -> [CoordinationRecord] {
        let limit = min(limit, 1000)
        guard limit > 0 else { return [] }
        return try await self.file.read { database in
            let sql = "SELECT * FROM coordination ORDER BY date DESC, id DESC LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [limit]).map(CoordinationRecord.init(row:))
        }
    }

    /// The record with this id, nil when there is none.
    public func find(_ id: String) async throws -> CoordinationRecord? {
        guard !id.utf8.contains(0) else { return nil }
        return try await self.file.read { database in
            let sql = "SELECT * FROM coordination WHERE id = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [id]).map(CoordinationRecord.init(row:))
        }
    }
}

extension CoordinationRecord {
    /// Reads a record from a row of the table `coordination`.
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.text("id"), date: try row.timestamp("date"), question: try row.text("question"),
            strategy: try row.text("strategy"), report: try row.text("report"), answer: try row.text("answer"),
            status: try row.text("status"))
    }
}
