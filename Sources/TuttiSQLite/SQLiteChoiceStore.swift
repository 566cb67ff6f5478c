internal import GRDB
public import TuttiAgents
internal import TuttiJSON

/// Who was chosen for which kind of question, by workflow and kind, in an SQLite file.
///
/// Each outcome is added to what the file has in one transaction, so processes that ask at the same time lose nothing of
/// each other's. A row that cannot be read is told of and counts as missing: the kind's history starts anew.
public struct SQLiteChoiceStore: Sendable {
    /// The kinds that are kept, of all workflows; beyond them those that were asked longest ago are forgotten.
    package static let maximumRows = 10_000
    /// The longest name of a workflow that is kept, in bytes.
    private static let maximumName = 1_024

    private let file: DatabaseFile

    /// Creates a store in an open file.
    public init(_ file: DatabaseFile) { self.file = file }

    /// What is known of the questions to a workflow, and what could not be read, in words.
    public func history(of workflow: String) async throws -> (history: ChoiceHistory, problems: [String]) {
        try await self.file.read { try Self.read(workflow, in: $0) }
    }

    /// Adds a question to a workflow that was answered at `date`, in seconds since 1970.
    ///
    /// - Returns: What could not be read and is learned anew, in words.
    public func record(
        _ outcome: ChoiceOutcome, of workflow: String, at date: Double
    ) async throws -> [String] {
        guard Self.isKept(workflow), Self.isKept(outcome.kind) else { return [] }
        return try await self.file.write { database in
            var (history, problems) = try Self.read(workflow, in: database)
            history.record(outcome)
            guard let kind = history.kinds[outcome.kind] else { return problems }
            try database.execute(
                sql: """
                    INSERT INTO choice (workflow, kind, date, history) VALUES (?, ?, ?, ?)
                    ON CONFLICT (workflow, kind) DO UPDATE SET date = excluded.date, history = excluded.history
                    """, arguments: [workflow, outcome.kind, date, kind.json.serialized()])
            try database.execute(
                sql: """
                    DELETE FROM choice WHERE rowid IN
                    (SELECT rowid FROM choice ORDER BY date DESC LIMIT -1 OFFSET \(Self.maximumRows));
                    """)
            try database.execute(
                sql: """
                    DELETE FROM choice WHERE rowid IN (SELECT rowid FROM choice WHERE workflow = ?
                    ORDER BY date DESC, number DESC LIMIT -1 OFFSET \(ChoiceHistory.maximumKinds))
                    """, arguments: [workflow])
            return problems
        }
    }

    /// SQLite ends a text at U+0000, which would make two names one.
    private static func isKept(_ name: String) -> Bool {
        name.utf8.count <= Self.maximumName && !name.utf8.contains(0)
    }

    private static func read(
        _ workflow: String, in database: Database
    ) throws -> (history: ChoiceHistory, problems: [String]) {
        guard Self.isKept(workflow) else { return (.init(), []) }
        var kinds: [String: KindHistory] = [:]
        var problems: [String] = []
        let rows = try Row.fetchCursor(
            database, sql: "SELECT kind, history FROM choice WHERE workflow = ?", arguments: [workflow])
        while let row = try rows.next() {
            let name = try row.text("kind")
            // Whatever is wrong with the text, the row is of no use; the caller is told which.
            let json = try? JSONValue(parsing: try row.text("history"))
            if let kind = json.flatMap({ KindHistory(json: $0) }) {
                kinds[name] = kind
            } else {
                problems.append("who was asked about '\(name)' in '\(workflow)' cannot be read and is learned anew")
            }
        }
        return (ChoiceHistory(kinds), problems)
    }
}

extension DatabaseFile {
    /// Puts any text where the history of a kind of question is; for tests.
    package func replaceChoices(of kind: String, by text: String) async throws {
        try await self.write { database in
            try database.execute(sql: "UPDATE choice SET history = ? WHERE kind = ?", arguments: [text, kind])
        }
    }
}
