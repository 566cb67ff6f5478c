#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Creates folders that nobody else can look into.
package enum FolderCreation {
    /// Creates the folder and those above it that are missing, each with the mode 0700; one that is there stays as is.
    ///
    /// - Throws: ``StorageError`` with `unavailable`, naming the folder that could not be created.
    package static func make(_ path: String) throws(StorageError) {
        var missing: [String] = []
        var current = path[...]
        while !current.isEmpty, !Self.exists(current) {
            missing.append(String(current))
            guard let slash = current.lastIndex(of: "/") else { break }
            current = current[..<slash]
        }
        for folder in missing.reversed() {
            // Another process may have been faster.
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
                let reason = String(cString: strerror(errno))
                throw StorageError(.unavailable, "cannot create the folder \"\(folder)\": \(reason).")
            }
        }
    }

    private static func exists(_ path: Substring) -> Bool {
        var status = stat()
        return stat(String(path), &status) == 0
    }
}
