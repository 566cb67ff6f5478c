#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif
internal import TuttiAgents

/// Makes the place for a database before SQLite opens it, with modes that keep others out.
///
/// It never opens a database that exists: closing any descriptor of a file drops every lock this process holds on it,
/// those of an open connection too.
enum FilePreparation {
    /// What was found.
    struct State {
        /// The size of the file in bytes, 0 for a new one.
        var size: Int
        /// A journal is left, so the last process to write did not finish.
        var wasInterrupted: Bool
    }

    static func prepare(_ path: String) throws(StorageError) -> State {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw StorageError(.unavailable, "the database has no file name; name a file.")
        }
        if let status = Self.status(path) {
            guard status.st_mode & S_IFMT == S_IFREG else {
                let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no regular file"
                throw StorageError(.unavailable, "cannot open the database \"\(path)\": it is \(kind); name a file.")
            }
            let journal = Self.status(path + "-journal").map { $0.st_size > 0 } ?? false
            return State(size: Int(status.st_size), wasInterrupted: journal)
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try FolderCreation.make(String(path[..<slash]))
        }
        try Self.create(path)
        return State(size: 0, wasInterrupted: false)
    }

    /// Takes the rights of everybody else away from a file of ours.
    static func restrict(_ path: String) throws(StorageError) {
        guard let status = Self.status(path), status.st_mode & 0o077 != 0, status.st_uid == geteuid() else { return }
        guard chmod(path, 0o600) == 0 else { throw Self.failure("restrict the rights of", path) }
    }

    /// Creates an empty file under a name that nobody else uses and links it into place, see above for why.
    private static func create(_ path: String) throws(StorageError) {
        var name = Array("\(path).new-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw Self.failure("create", path) }
        let temporary = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        close(descriptor)
        let linked = link(temporary, path)
        let code = errno
        unlink(temporary)
        guard linked == 0 || code == EEXIST else {
            errno = code
            throw Self.failure("create", path)
        }
    }

    private static func status(_ path: String) -> stat? {
        var result = stat()
        return stat(path, &result) == 0 ? result : nil
    }

    private static func failure(_ verb: String, _ path: String) -> StorageError {
        let code = errno
        let reason = String(cString: strerror(code))
        let kind: StorageError.Code =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EROFS: .readOnly
            default: .unavailable
            }
        return StorageError(kind, "cannot \(verb) the database \"\(path)\": \(reason).")
    }
}
