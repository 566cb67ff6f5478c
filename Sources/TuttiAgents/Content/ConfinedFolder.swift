#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Lists and reads regular files below one folder, through descriptors, so that no path can lead out of it.
///
/// Each component is opened relative to the descriptor of its parent with `O_NOFOLLOW`: a link that is swapped in
/// between the look and the reading is refused by the kernel, not by a check that came too early.
struct ConfinedFolder: ~Copyable {
    /// A file that may be read.
    struct File: Hashable {
        var path: String
        var fingerprint: Fingerprint
    }

    /// Tells whether a file is still the one that was read.
    struct Fingerprint: Hashable {
        var inode: UInt64
        var size: Int
        var modifiedSeconds: Int
        var modifiedNanoseconds: Int
        var changedSeconds: Int
        var changedNanoseconds: Int
    }

    let root: String
    let configuration: ContentLibrary.Configuration
    let descriptor: FileDescriptor

    /// Opens the folder.
    ///
    /// - Throws: ``StorageError`` with `unreadable` when there is no such folder or it cannot be read.
    init(root: String, configuration: ContentLibrary.Configuration) throws(StorageError) {
        self.root = root
        self.configuration = configuration
        guard !root.isEmpty, !root.utf8.contains(0) else {
            throw StorageError(.unreadable, "the folder of notes has no name; name one that exists.")
        }
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = Self.reason(errno)
            throw StorageError(.unreadable, "cannot read the folder of notes \"\(root)\": \(reason).")
        }
        self.descriptor = FileDescriptor(descriptor)
    }

    /// Reads a file below the root.
    ///
    /// - Throws: ``StorageError`` with `refused`, `tooLarge` or `unreadable`, naming the path.
    borrowing func read(_ path: String) throws(StorageError) -> (text: String, fingerprint: Fingerprint) {
        let components = try self.components(of: path)
        var folder: FileDescriptor?
        for name in components.dropLast() {
            let next = openat(folder?.value ?? self.descriptor.value, name, Self.folderFlags)
            guard next >= 0 else { throw self.failure(path, errno) }
            folder = FileDescriptor(next)
        }
        let parent = folder?.value ?? self.descriptor.value
        // Looked at before it is opened, because opening a device can already do something.
        guard let name = components.last, let before = Self.status(name, in: parent) else {
            throw self.failure(path, errno)
        }
        try self.check(before, path)
        let value = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard value >= 0 else { throw self.failure(path, errno) }
        let file = FileDescriptor(value)
        var opened = stat()
        guard fstat(file.value, &opened) == 0 else { throw self.failure(path, errno) }
        try self.check(opened, path)
        let bytes = try self.bytes(of: file, path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StorageError(.unreadable, "\(path) is not UTF-8 text; save it as UTF-8 to have it read.")
        }
        guard !ContentPolicy.holdsPrivateKey(text) else {
            throw StorageError(.refused, "\(path) holds a private key and is not read.")
        }
        return (text, Self.fingerprint(of: opened))
    }

    // MARK: Checks

    static let folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    private borrowing func components(of path: String) throws(StorageError) -> [String] {
        guard !path.isEmpty, !path.hasPrefix("/"), path.utf8.count <= 4096, !path.utf8.contains(0) else {
            throw StorageError(.refused, "\"\(path.prefix(200))\" is not a path below the folder of notes.")
        }
        let components = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for name in components {
            if let objection = ContentPolicy.objection(to: name) {
                throw StorageError(
                    .refused, "\"\(path.prefix(200))\" is not read: \"\(name.prefix(80))\" \(objection).")
            }
        }
        let policy = ContentPolicy(fileExtensions: self.configuration.fileExtensions)
        guard components.last.map(policy.isNote) == true, components.count <= self.configuration.maximumDepth else {
            throw StorageError(.refused, "\"\(path.prefix(200))\" is not a note, or lies too deep.")
        }
        return components
    }

    /// Refuses what is not a regular file of one name and of a size that is allowed.
    borrowing func check(_ status: stat, _ path: String) throws(StorageError) {
        guard status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFLNK ? "a symbolic link" : "not a regular file"
            throw StorageError(.refused, "\(path) is \(kind) and is not read.")
        }
        guard status.st_nlink == 1 else {
            let advice = "its other name may lie outside the folder; copy it to have it read"
            throw StorageError(.refused, "\(path) has more than one name (hard link) and is not read: \(advice).")
        }
        guard status.st_size <= self.configuration.maximumFileSize else {
            let limit = "\(self.configuration.maximumFileSize) bytes"
            throw StorageError(.tooLarge, "\(path) has \(status.st_size) bytes, \(limit) are read at most; split it.")
        }
    }

    private borrowing func bytes(of file: borrowing FileDescriptor, _ path: String) throws(StorageError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = file.read(into: &buffer)
            guard count >= 0 else { throw self.failure(path, errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            // It may have grown since its size was looked at.
            guard bytes.count <= self.configuration.maximumFileSize else {
                throw StorageError(.tooLarge, "\(path) grew over \(self.configuration.maximumFileSize) bytes.")
            }
        }
    }

    // MARK: Plumbing

    static func status(_ name: String, in folder: Int32) -> stat? {
        var result = stat()
        return fstatat(folder, name, &result, AT_SYMLINK_NOFOLLOW) == 0 ? result : nil
    }

    static func fingerprint(of status: stat) -> Fingerprint {
        #if canImport(Darwin)
        let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        return Fingerprint(
            inode: UInt64(status.st_ino), size: Int(status.st_size), modifiedSeconds: Int(modified.tv_sec),
            modifiedNanoseconds: Int(modified.tv_nsec), changedSeconds: Int(changed.tv_sec),
            changedNanoseconds: Int(changed.tv_nsec))
    }

    private borrowing func failure(_ path: String, _ code: Int32) -> StorageError {
        if code == ELOOP || code == EMLINK || code == ENOTDIR {
            return StorageError(.refused, "\(path) leads over a symbolic link or a file and is not read.")
        }
        return StorageError(.unreadable, "cannot read \(path): \(Self.reason(code)).")
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
