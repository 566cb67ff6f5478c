internal import Dispatch
internal import GRDB
internal import TuttiAgents

/// An SQLite file that keeps memory, history and tasks; the stores share it.
///
/// One connection a file, and a rollback journal: SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log that two
/// connections use, Debian 12 ships 3.40, and a flipped bit in such a log goes unnoticed. Several processes may have
/// the same file open; each waits up to five seconds for another one to finish writing. A commit is on the disk when
/// a call returns. The file is closed when the last store that uses it is gone.
public final class DatabaseFile: Sendable {
    /// The path of the file.
    public let path: String
    private let queue: DatabaseQueue

    /// How long a call waits for another process before it throws ``StorageError`` with `busy`, in seconds.
    package static let busyTimeout = 5.0

    private init(path: String, queue: DatabaseQueue) {
        self.path = path
        self.queue = queue
    }

    /// Opens the file, and creates it with its missing folders when it is not there: 0600, the folders 0700.
    ///
    /// A file that does not belong to this program is left as it is. A file that is small, or was not closed properly,
    /// is checked for damage.
    /// - Throws: ``StorageError``, naming the path: `unavailable`, `notADatabase`, `foreign`, `newerSchema`, `damaged`,
    ///   `readOnly`, `busy`, `full`.
    public static func open(_ path: String) async throws -> DatabaseFile {
        // Opening waits on locks and disks, so it happens on a thread that may wait.
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.openNow(path) })
            }
        }
    }

    /// Checks the whole file, which takes about a second for each hundred megabytes.
    ///
    /// - Returns: What is damaged, 100 findings at most; empty for a sound file.
    public func findings() async throws -> [String] {
        try await self.read { database in
            let integrity = try String.fetchAll(database, sql: "PRAGMA integrity_check(100)")
            return integrity.filter { $0 != "ok" } + (try SearchIndex.findings(in: database))
        }
    }

    // MARK: For the stores

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await self.queue.read(body) } catch { throw self.translated(error) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await self.queue.write(body) } catch { throw self.translated(error) }
    }

    /// The same as ``read(_:)``, on the calling thread, which has to be one that may wait.
    func readNow<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try self.queue.read(body) } catch { throw self.translated(error) }
    }

    /// The same as ``write(_:)``, on the calling thread, which has to be one that may wait.
    func writeNow<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try self.queue.write(body) } catch { throw self.translated(error) }
    }

    private func translated(_ error: any Error) -> any Error {
        switch error {
        case is CancellationError, is StorageError: error
        // SQLite noticed the cancellation before GRDB did.
        case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT && Task.isCancelled:
            CancellationError()
        default: StorageError(describing: error, path: self.path)
        }
    }

    // MARK: Opening

    /// The size in bytes up to which a file is checked whenever it is opened.
    private static let checkedSize = 512 << 10

    /// The same as ``open(_:)``, on the calling thread, which has to be one that may wait.
    static func openNow(_ path: String) throws -> DatabaseFile {
        let state = try FilePreparation.prepare(path)
        do {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try queue.writeWithoutTransaction { database in
                // In one transaction: another process may be filling the file just now.
                try database.inTransaction(.deferred) {
                    try Schema.refuseForeign(database, path: path)
                    return .commit
                }
                // Not WAL, see above; truncating the journal spares two changes of the folder a commit.
                try database.execute(sql: "PRAGMA journal_mode = TRUNCATE")
                if state.wasInterrupted || state.size <= Self.checkedSize { try Self.check(database, path: path) }
                try Schema.migrate(database, path: path)
            }
            try FilePreparation.restrict(path)
            return DatabaseFile(path: path, queue: queue)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(describing: error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.label = "tutti"
        configuration.prepareDatabase { database in
            // A hostile file may hold triggers and views: they may call nothing. A damaged one is noticed early.
            try database.execute(
                sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static func check(_ database: Database, path: String) throws {
        let findings = try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
        guard findings == ["ok"] else { throw StorageError.damaged(path, findings.first ?? "no answer") }
    }
}
