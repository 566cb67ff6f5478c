#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

extension ConfinedFolder {
    /// What is to be read, and why something is not.
    struct Listing {
        var files: [File] = []
        var warnings: [String] = []
        fileprivate var totalSize = 0
        fileprivate var namesSeen = 0
        fileprivate var isFull = false
    }

    /// The names that are looked at in all, so that a huge folder of other things ends the search too.
    private static let maximumNames = 50_000

    /// The notes below the root in the order of their paths.
    ///
    /// - Throws: ``StorageError`` when the root cannot be listed; `CancellationError`.
    borrowing func list() throws -> Listing {
        var listing = Listing()
        let copy = openat(self.descriptor.value, ".", Self.folderFlags)
        guard copy >= 0 else {
            throw StorageError(.unreadable, "cannot list the folder of notes \"\(self.root)\": \(Self.reason(errno)).")
        }
        try self.visit(FileDescriptor(copy), path: "", depth: 1, &listing)
        if listing.isFull {
            let limits = "\(self.configuration.maximumFiles) files or \(self.configuration.maximumTotalSize) bytes"
            listing.warnings.insert(
                "the folder \"\(self.root)\" holds more than \(limits); the rest is not read.", at: 0)
        }
        listing.files.sort { $0.path < $1.path }
        return listing
    }

    private borrowing func visit(
        _ folder: consuming FileDescriptor, path: String, depth: Int, _ listing: inout Listing
    ) throws {
        try Task.checkCancellation()
        let policy = ContentPolicy(fileExtensions: self.configuration.fileExtensions)
        for name in try Self.names(in: folder, limit: Self.maximumNames - listing.namesSeen) where !listing.isFull {
            listing.namesSeen += 1
            listing.isFull = listing.namesSeen >= Self.maximumNames
            let child = path.isEmpty ? name : "\(path)/\(name)"
            guard let status = Self.status(name, in: folder.value), !name.hasPrefix(".") else { continue }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            let isLink = status.st_mode & S_IFMT == S_IFLNK
            guard isFolder || isLink || policy.isNote(name) else { continue }
            if let objection = ContentPolicy.objection(to: name) {
                listing.warn("\(Self.printable(child)) \(objection) and is not read.")
            } else if isFolder {
                try self.enter(name, of: folder, path: child, depth: depth, &listing)
            } else {
                self.add(status, path: child, to: &listing)
            }
        }
    }

    private borrowing func enter(
        _ name: String, of folder: borrowing FileDescriptor, path: String, depth: Int, _ listing: inout Listing
    ) throws {
        guard depth < self.configuration.maximumDepth else {
            listing.warn("\(path) lies deeper than \(self.configuration.maximumDepth) folders and is not read.")
            return
        }
        let child = openat(folder.value, name, Self.folderFlags)
        guard child >= 0 else {
            listing.warn("cannot read the folder \(path): \(Self.reason(errno)).")
            return
        }
        do {
            try self.visit(FileDescriptor(child), path: path, depth: depth + 1, &listing)
        } catch let error as StorageError {
            listing.warn("\(path): \(error.message)")
        }
    }

    private borrowing func add(_ status: stat, path: String, to listing: inout Listing) {
        do throws(StorageError) {
            try self.check(status, path)
        } catch {
            listing.warn(error.message)
            return
        }
        let size = Int(status.st_size)
        guard listing.files.count < self.configuration.maximumFiles,
            listing.totalSize + size <= self.configuration.maximumTotalSize
        else {
            listing.isFull = true
            return
        }
        listing.totalSize += size
        listing.files.append(File(path: path, fingerprint: Self.fingerprint(of: status)))
    }

    /// The names in a folder, sorted, so that a limit cuts the same files every time.
    private static func names(in folder: borrowing FileDescriptor, limit: Int) throws(StorageError) -> [String] {
        let copy = dup(folder.value)
        guard copy >= 0, let stream = fdopendir(copy) else {
            let reason = Self.reason(errno)
            if copy >= 0 { close(copy) }
            throw StorageError(.unreadable, "cannot list a folder: \(reason).")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(validatingCString: $0)
                }
            }
            // A name that is not UTF-8 cannot be cited.
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func printable(_ path: String) -> String {
        String(
            path.prefix(200).map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : "?" })
    }
}

extension ConfinedFolder.Listing {
    /// Keeps a warning; more than anybody reads are not kept.
    fileprivate mutating func warn(_ message: String) {
        if self.warnings.count < ContentSearch.maximumWarnings { self.warnings.append(message) }
    }
}
