#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The one place where this module touches the file system.
package enum WorkflowFile {
    package struct ReadError: Error {
        package var message: String
    }

    /// Reads a file that must lie in a folder or below it, wherever symbolic links lead.
    package static func read(_ path: String, maximumSize: Int, below folder: String) throws(ReadError) -> [UInt8] {
        guard let real = Self.realPath(path) else { throw Self.failure(errno) }
        guard let root = Self.realPath(folder.isEmpty ? "." : folder), real.hasPrefix(root == "/" ? root : root + "/")
        else { throw ReadError(message: "lies outside of the folder of the outermost file") }
        return try self.read(real, maximumSize: maximumSize)
    }

    private static func realPath(_ path: String) -> String? {
        guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Reads a file, and at most one byte more than allowed: a parser tells that it is too large.
    package static func read(_ path: String, maximumSize: Int) throws(ReadError) -> [UInt8] {
        guard !path.utf8.contains(0) else { throw ReadError(message: "a path cannot hold a zero byte") }
        var status = stat()
        guard stat(path, &status) == 0 else { throw Self.failure(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw ReadError(message: "is a folder: give the path of a file")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maximumSize {
            let wanted = min(buffer.count, maximumSize + 1 - bytes.count)
            let count = buffer.withUnsafeMutableBytes { Self.readOnce(descriptor, $0, wanted) }
            guard count >= 0 else { throw Self.failure(errno) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func readOnce(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ count: Int) -> Int {
        while true {
            #if canImport(Darwin)
            let result = Darwin.read(descriptor, buffer.baseAddress, count)
            #elseif canImport(Glibc)
            let result = Glibc.read(descriptor, buffer.baseAddress, count)
            #else
            let result = Musl.read(descriptor, buffer.baseAddress, count)
            #endif
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func failure(_ code: Int32) -> ReadError {
        switch code {
        case ENOENT, ENOTDIR: ReadError(message: "there is no such file")
        case EACCES, EPERM: ReadError(message: "may not be read: permission denied")
        default: ReadError(message: "cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
