#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A text that a person may edit, read with a bound: what lies at its path may be anything.
enum TextFile {
    enum Problem: Error, CustomStringConvertible {
        case noFile
        case denied
        case noText
        case tooLong(limit: Int)

        var description: String {
            switch self {
            case .noFile: "it is no file; put a text there, or delete it"
            case .denied: "it cannot be read; check its permissions, or delete it"
            case .noText: "it is not UTF-8; save it as such, or delete it"
            case .tooLong(let limit): "it has more than \(limit) bytes; shorten it, or delete it"
            }
        }
    }

    /// The text without a byte order mark; nil when there is no file. A link is followed.
    static func read(_ path: String, limit: Int) throws(Problem) -> String? {
        var status = stat()
        // Looked at before it is opened, because opening a device can already do something.
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw .denied }
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .denied }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var length = 0
        while length <= limit {
            let start = length
            let count = bytes.withUnsafeMutableBytes { buffer in
                systemRead(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .denied }
            if count == 0 { break }
            length += count
        }
        guard length <= limit else { throw .tooLong(limit: limit) }
        guard let text = String(validating: bytes[..<length], as: UTF8.self) else { throw .noText }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
    Darwin.read(descriptor, bytes, count)
    #elseif canImport(Glibc)
    Glibc.read(descriptor, bytes, count)
    #else
    Musl.read(descriptor, bytes, count)
    #endif
}
