internal import Dispatch
internal import GRDB
public import TuttiAgents
internal import TuttiCore
internal import TuttiModels

/// What every call of a model cost, in an SQLite file.
///
/// Calls are written in the background, those that came together in one transaction, on a thread that may wait: whoever
/// records never does. The file is opened, and created, with the first call. Several processes may share it.
public final class SQLiteCostLedger: CostLedger {
    private struct State: Sendable {
        /// What is not written yet, oldest first.
        var pending: [CostEntry] = []
        var isWriting = false
        var failure: StorageError?
    }

    /// The calls that are kept while the file cannot be written; beyond them the oldest are lost.
    private static let maximumPending = 10_000
    /// The age beyond which calls are forgotten, counted from the newest that is written, in seconds: 400 days.
    private static let maximumAge = 400.0 * 86_400

    private let path: String
    private let queue = DispatchQueue(label: "tutti-costs")
    private let state = Lock(State())
    /// Used on the queue only.
    private let file = Lock<DatabaseFile?>(nil)

    /// Creates a ledger in a file; nothing happens to it before the first call.
    public init(path: String) { self.path = path }

    /// Keeps a call; a later entry with the same id replaces it.
    public func record(_ entry: CostEntry) {
        let starts = self.state.withLock { state in
            state.pending.append(entry)
            if state.pending.count > Self.maximumPending { state.pending.removeFirst() }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if starts { self.queue.async { self.writePending() } }
    }

    /// Waits until everything that was recorded before is written; tries again what could not be.
    ///
    /// - Throws: ``StorageError`` when it still cannot.
    public func flush() async throws {
        try await self.onQueue { try self.flushNow() }
    }

    /// The calls that began at `date` or later, oldest first; at most the newest 100,000.
    ///
    /// - Throws: ``StorageError``, also when what was recorded here cannot be written.
    public func entries(since date: Timestamp) async throws -> [CostEntry] {
        try await self.onQueue {
            try self.flushNow()
            return try self.openFile().readNow { database in
                let sql = """
                    SELECT * FROM (SELECT * FROM model_call WHERE date >= ? ORDER BY date DESC, number DESC LIMIT ?)
                    ORDER BY date, number
                    """
                let arguments: StatementArguments = [date.secondsSince1970, Self.maximumEntries]
                return try Row.fetchAll(database, sql: sql, arguments: arguments).map(CostEntry.init(row:))
            }
        }
    }

    // MARK: On the queue

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            self.queue.async { continuation.resume(with: Result { try body() }) }
        }
    }

    private func flushNow() throws {
        self.writePending()
        if let failure = self.state.withLock({ $0.failure }) { throw failure }
    }

    private func openFile() throws -> DatabaseFile {
        if let file = self.file.withLock({ $0 }) { return file }
        let file = try DatabaseFile.openNow(self.path)
        self.file.withLock { $0 = file }
        return file
    }

    private func writePending() {
        let entries = self.state.withLock { state in
            state.isWriting = false
            defer { state.pending = [] }
            return state.pending
        }
        guard !entries.isEmpty else { return self.state.withLock { $0.failure = nil } }
        do {
            try self.openFile().writeNow { try Self.write(entries, to: $0) }
            self.state.withLock { $0.failure = nil }
        } catch {
            self.state.withLock { state in
                state.failure = error as? StorageError ?? StorageError(describing: error, path: self.path)
                state.pending = Array((entries + state.pending).suffix(Self.maximumPending))
            }
        }
    }

    private static func write(_ entries: [CostEntry], to database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO model_call (id, date, user, run, agent, attempt, model, input, cached, output, isEstimated,
                cost, outcome, saved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET input = excluded.input, cached = excluded.cached,
                output = excluded.output, isEstimated = excluded.isEstimated, cost = excluded.cost,
                outcome = excluded.outcome
                """)
        for entry in entries { try statement.execute(arguments: entry.arguments) }
        // Counted from what comes now: one call under a clock that was years ahead must not drop all that follow.
        guard let newest = entries.map(\.date.secondsSince1970).max() else { return }
        try database.execute(
            sql: "DELETE FROM model_call WHERE date < ?", arguments: [newest - Self.maximumAge])
    }
}

extension CostEntry {
    /// The columns of a call, in the order in which the ledger inserts them.
    fileprivate var arguments: StatementArguments {
        [
            self.id.storable, self.date.secondsSince1970, self.user.storable, self.run.storable, self.agent.storable,
            self.attempt, self.model.storable, self.usage.inputTokens, self.usage.cachedInputTokens,
            self.usage.outputTokens, self.usage.isEstimated ? 1 : 0, self.cost?.nanodollars, self.outcome.rawValue,
            self.savedTokens,
        ]
    }

    /// Far beyond what one call saves, and its sums overflow nothing.
    private static let maximumSaved = 10_000_000_000

    /// Reads a call from a row of the table `model_call`; figures that no call has are bounded, for the file may have been
    /// changed by others.
    fileprivate init(row: Row) throws {
        guard let outcome = Outcome(rawValue: try row.text("outcome")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a call of a model has an unknown outcome")
        }
        let usage = TokenUsage(
            inputTokens: try row.integer("input"), outputTokens: try row.integer("output"),
            cachedInputTokens: try row.integer("cached"), isEstimated: try row.integer("isEstimated") != 0)
        self.init(
            id: try row.text("id"), date: try row.timestamp("date"), user: try row.text("user"),
            run: try row.text("run"), agent: try row.text("agent"), attempt: try row.integer("attempt"),
            model: try row.text("model"), usage: usage,
            cost: try row.optionalInteger("cost").map { Money(nanodollars: max(0, $0)) }, outcome: outcome,
            savedTokens: min(max(0, try row.integer("saved")), Self.maximumSaved))
    }
}
