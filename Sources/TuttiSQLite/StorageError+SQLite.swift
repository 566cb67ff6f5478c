internal import GRDB
internal import TuttiAgents

extension StorageError {
    /// What an error of SQLite means to the person who owns the file.
    init(describing error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self.init(.failed, "the database \"\(path)\" failed: \(error).", cause: error)
            return
        }
        let file = "the database \"\(path)\""
        let detail = error.message ?? "result code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            let advice = "the file is left as it is; name another one, or move it away"
            self.init(.notADatabase, "\(file) is no SQLite database: \(advice).", cause: error)
        case .SQLITE_CORRUPT: self = .damaged(path, detail, cause: error)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.unavailable, "cannot open \(file): \(detail); check its folder and its rights.", cause: error)
        case .SQLITE_READONLY:
            // SQLite also says so when the file was moved or deleted while it was open.
            let advice = "check its rights, and that nobody moved it"
            self.init(.readOnly, "cannot write to \(file): \(detail); \(advice).", cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            let wait = "\(Int(DatabaseFile.busyTimeout)) s"
            self.init(.busy, "\(file) is held by another process for more than \(wait); try again.", cause: error)
        case .SQLITE_FULL:
            self.init(.full, "no room left to write to \(file); free some space on its disk.", cause: error)
        case .SQLITE_TOOBIG: self.init(.tooLarge, "\(file) cannot hold a text of this size.", cause: error)
        default: self.init(.failed, "\(file) failed: \(detail).", cause: error)
        }
    }

    /// A file whose content cannot be trusted.
    static func damaged(_ path: String, _ detail: String, cause: (any Error)? = nil) -> Self {
        let advice = "nothing was changed; restore a copy, or move it away to start afresh"
        return Self(.damaged, "the database \"\(path)\" is damaged (\(detail)): \(advice).", cause: cause)
    }
}
