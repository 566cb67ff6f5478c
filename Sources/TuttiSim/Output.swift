#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// The standard streams: results here, progress there.
enum Output {
    static func line(_ text: String) { Self.put(text + "\n", to: STDOUT_FILENO) }

    /// What is of no interest afterwards.
    static func progress(_ text: String) { Self.put(text + "\n", to: STDERR_FILENO) }

    private static func put(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            // Nobody reads: there is nobody to tell, either.
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }

    /// Writes a file, in place of what was there.
    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw CannotWrite(path: path) }
        defer { fclose(file) }
        guard fputs(text, file) >= 0, fflush(file) == 0 else { throw CannotWrite(path: path) }
    }

    struct CannotWrite: Error, CustomStringConvertible {
        var path: String
        var description: String { "\(self.path) cannot be written" }
    }
}
