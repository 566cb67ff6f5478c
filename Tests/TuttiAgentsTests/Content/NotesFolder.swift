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

/// A folder of notes of a test, with a folder beside it that must never be read; both are gone when the test is.
final class NotesFolder: Sendable {
    private let parent: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tutti-\(UUID().uuidString)")
        self.parent = url.path
        for name in ["notes", "outside"] {
            let folder = url.appending(path: name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        try self.write("the secret outside", to: "../outside/secret.md")
    }

    deinit {
        // Nothing depends on it: the system clears the place too.
        try? FileManager.default.removeItem(atPath: self.parent)
    }

    /// The folder of the notes.
    var path: String { "\(self.parent)/notes" }

    func path(_ name: String) -> String { "\(self.path)/\(name)" }

    func write(_ text: String, to name: String) throws { try self.write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let url = URL(filePath: self.path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: self.path(name))), as: UTF8.self)
    }

    /// Makes a symbolic link; a relative target starts at the folder of the link.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self.path(name), withDestinationPath: target)
    }

    /// Gives a file a second name.
    func hardLink(_ name: String, to target: String) throws {
        try FileManager.default.linkItem(atPath: self.path(target), toPath: self.path(name))
    }

    func fifo(_ name: String) -> Bool { mkfifo(self.path(name), 0o600) == 0 }

    /// A large file that takes no room on the disk.
    func sparse(_ name: String, size: Int) -> Bool {
        guard let file = fopen(self.path(name), "w") else { return false }
        defer { fclose(file) }
        return ftruncate(fileno(file), off_t(size)) == 0
    }

    /// The rights of a file or folder, such as 0o600.
    func mode(of name: String) -> UInt32 {
        var status = stat()
        guard stat(self.path(name), &status) == 0 else { return 0 }
        return UInt32(status.st_mode) & 0o7777
    }
}
