#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import Testing

/// A folder of a test that is gone when the test is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tutti-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.path = url.path
    }

    deinit {
        // Nothing depends on it: the system clears the place too.
        try? FileManager.default.removeItem(atPath: self.path)
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(self.path)/\(name)"))
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: mode_t) throws {
        try self.write(bytes, to: name)
        try #require(chmod("\(self.path)/\(name)", mode) == 0)
    }

    func bytes(of name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "\(self.path)/\(name)")))
    }

    /// The names of what is in a folder.
    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(self.path)/\(folder)")
    }

    /// The rights of a file or folder, such as 0o600.
    func mode(of name: String) -> UInt32 {
        var status = stat()
        guard stat("\(self.path)/\(name)", &status) == 0 else { return 0 }
        return UInt32(status.st_mode) & 0o7777
    }
}
