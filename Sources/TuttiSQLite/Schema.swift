internal import GRDB
internal import TuttiAgents

/// The tables, and how a file of an older version gets them.
enum Schema {
    /// "Tutt": tells our files from those of others.
    private static let applicationID = 0x5475_7474

    /// One step a version; never changed once released, only added to.
    private static let migrations: [String] = [
        """
        CREATE TABLE memory (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, text TEXT NOT NULL,
            source TEXT NOT NULL, date REAL NOT NULL, tags TEXT NOT NULL, terms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX memory_by_date ON memory (date);
        CREATE INDEX memory_by_terms ON memory (terms);
        CREATE VIRTUAL TABLE memory_index USING fts5 (terms, tokenize = 'ascii');
        CREATE VIRTUAL TABLE memory_terms USING fts5vocab (memory_index, row);
        CREATE TABLE coordination (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, date REAL NOT NULL, question TEXT NOT NULL,
            strategy TEXT NOT NULL, report TEXT NOT NULL, answer TEXT NOT NULL, status TEXT NOT NULL
        ) STRICT;
        CREATE INDEX coordination_by_date ON coordination (date);
        CREATE TABLE task (
            id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL,
            due TEXT, createdAt TEXT
        ) STRICT;
        """,
        """
        CREATE TABLE duration (
            number INTEGER PRIMARY KEY, workflow TEXT NOT NULL, agent TEXT NOT NULL, date REAL NOT NULL,
            history TEXT NOT NULL, UNIQUE (workflow, agent)
        ) STRICT;
        CREATE INDEX duration_by_date ON duration (date);
        """,
        """
        CREATE TABLE choice (
            number INTEGER PRIMARY KEY, workflow TEXT NOT NULL, kind TEXT NOT NULL, date REAL NOT NULL,
            history TEXT NOT NULL, UNIQUE (workflow, kind)
        ) STRICT;
        CREATE INDEX choice_by_date ON choice (date);
        """,
        """
        CREATE TABLE model_call (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, date REAL NOT NULL, user TEXT NOT NULL,
            run TEXT NOT NULL, agent TEXT NOT NULL, attempt INTEGER NOT NULL, model TEXT NOT NULL,
            input INTEGER NOT NULL, cached INTEGER NOT NULL, output INTEGER NOT NULL, isEstimated INTEGER NOT NULL,
            cost INTEGER, outcome TEXT NOT NULL, saved INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX model_call_by_date ON model_call (date);
        """,
    ]

    /// Throws for a file that another program, or a newer version of this one, wrote; changes nothing.
    static func refuseForeign(_ database: Database, path: String) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Self.version(of: database)
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard application == Self.applicationID || (application == 0 && version == 0 && tables == 0) else {
            throw StorageError(
                .foreign, "the database \"\(path)\" belongs to another program and is left as it is; name another file."
            )
        }
        guard version <= Self.migrations.count else {
            let versions = "schema \(version), this one knows \(Self.migrations.count)"
            throw StorageError(
                .newerSchema,
                "a newer version of this program wrote \"\(path)\" (\(versions)); update, or name another file.")
        }
    }

    /// Brings a file to the newest version, in one transaction.
    static func migrate(_ database: Database, path: String) throws {
        guard try Self.version(of: database) < Self.migrations.count else { return }
        try database.inTransaction(.immediate) {
            // Another process may have been faster, or be newer.
            try Self.refuseForeign(database, path: path)
            for index in try Self.version(of: database)..<Self.migrations.count {
                try database.execute(sql: Self.migrations[index])
            }
            try database.execute(
                sql: "PRAGMA application_id = \(Self.applicationID); PRAGMA user_version = \(Self.migrations.count)")
            return .commit
        }
    }

    private static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
}
