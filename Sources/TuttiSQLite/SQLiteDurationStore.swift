internal import GRDB
internal import TuttiAgents
public import TuttiCore
internal import TuttiJSON

/// How long agents took in earlier runs, by workflow and agent, in an SQLite file.
///
/// Each run is added to what the file has in one transaction, so processes that run at the same time lose nothing of
/// each other's. A row that cannot be read is told of and counts as missing: the agent's history starts anew.
public struct SQLiteDurationStore: Sendable {
    /// The agents that are kept, of all workflows; beyond them those that ran longest ago are forgotten.
    package static let maximumRows = 10_000
    /// The longest name that is kept, in bytes.
    private static let maximumName = 1_024

    private let file: DatabaseFile

    /// Creates a store in an open file.
    public init(_ file: DatabaseFile) { self.file = file }

    /// What is known of the agents of a workflow, and what could not be read, in words.
    public func history(of workflow: String) async throws -> (history: DurationHistory, problems: [String]) {
        try await self.file.read { try Self.read(workflow, in: $0) }
    }

    /// Adds a run of a workflow that ended at `date`, in seconds since 1970.
    ///
    /// - Returns: What could not be read and is learned anew, in words.
    public func record(_ report: RunReport, of workflow: String, at date: Double) async throws -> [String] {
        // The texts of a report are made when they are first asked for, by code of the user's: not in the transaction.
        let names = Set(report.agents.filter { $0.start != nil }.map(\.name)).filter(Self.isKept)
        guard !names.isEmpty, Self.isKept(workflow) else { return [] }
        return try await self.file.write { database in
            var (history, problems) = try Self.read(workflow, in: database)
            history.record(report)
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO duration (workflow, agent, date, history) VALUES (?, ?, ?, ?)
                    ON CONFLICT (workflow, agent) DO UPDATE SET date = excluded.date, history = excluded.history
                    """)
            for (name, agent) in history.agents where names.contains(name) {
                try statement.execute(arguments: [workflow, name, date, agent.json.serialized()])
            }
            try database.execute(
                sql: """
                    DELETE FROM duration WHERE rowid IN
                    (SELECT rowid FROM duration ORDER BY date DESC LIMIT -1 OFFSET \(Self.maximumRows))
                    """)
            return problems
        }
    }

    /// SQLite ends a text at U+0000, which would make two names one.
    private static func isKept(_ name: String) -> Bool {
        name.utf8.count <= Self.maximumName && !name.utf8.contains(0)
    }

    private static func read(
        _ workflow: String, in database: Database
    ) throws -> (history: DurationHistory, problems: [String]) {
        guard Self.isKept(workflow) else { return (.init(), []) }
        var agents: [String: AgentHistory] = [:]
        var problems: [String] = []
        let rows = try Row.fetchCursor(
            database, sql: "SELECT agent, history FROM duration WHERE workflow = ? LIMIT \(Self.maximumRows)",
            arguments: [workflow])
        while let row = try rows.next() {
            let name = try row.text("agent")
            // Whatever is wrong with the text, the row is of no use; the caller is told which.
            let json = try? JSONValue(parsing: try row.text("history"))
            if let agent = json.flatMap({ AgentHistory(json: $0) }) {
                agents[name] = agent
            } else {
                problems.append("what was measured of '\(name)' in '\(workflow)' cannot be read and is learned anew")
            }
        }
        return (DurationHistory(agents), problems)
    }
}

extension DatabaseFile {
    /// Puts any text where the history of an agent is; for tests.
    package func replaceHistory(of agent: String, by text: String) async throws {
        try await self.write { database in
            try database.execute(sql: "UPDATE duration SET history = ? WHERE agent = ?", arguments: [text, agent])
        }
    }
}
