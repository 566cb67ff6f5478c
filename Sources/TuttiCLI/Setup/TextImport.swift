#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import TuttiAgents

/// Text files read from a path, as entries of the memory.
struct TextImport {
    private(set) var entries: [MemoryEntry] = []
    private(set) var warnings: [String] = []

    private static let extensions: Set<String> = ["md", "markdown", "txt"]
    private static let maximumFiles = 10_000

    /// Reads a file, or the text files of a folder and of the folders in it.
    ///
    /// A file that cannot be read becomes a warning when it is one of many.
    init(path: String, today: CalendarDay) throws(CommandFailure) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandFailure(.usage, "\(path): there is no such file or folder")
        }
        guard isFolder else {
            self.entries = [try Self.entry(path, name: Self.lastComponent(path), today: today)]
            return
        }
        // The reason is in the message: it is there and is a folder, so it may not be read.
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
            throw CommandFailure(.failed, "\(path): cannot be read; check its permissions")
        }
        let texts = names.sorted().filter { name in
            !name.split(separator: "/").contains { $0.hasPrefix(".") }
                && Self.extensions.contains(name.split(separator: ".").last.map { $0.lowercased() } ?? "")
        }
        if texts.count > Self.maximumFiles {
            self.warnings.append("only the first \(Self.maximumFiles) files are read")
        }
        for name in texts.prefix(Self.maximumFiles) {
            do { self.entries.append(try Self.entry(path + "/" + name, name: name, today: today)) } catch {
                self.warnings.append(error.description)
            }
        }
    }

    private static func entry(_ path: String, name: String, today: CalendarDay) throws(CommandFailure) -> MemoryEntry {
        // The reason is in the message.
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw CommandFailure(.failed, "\(path): cannot be read; check its permissions")
        }
        guard data.count <= MemoryEntry.maximumTextLength else {
            throw CommandFailure(.failed, "\(path): larger than \(MemoryEntry.maximumTextLength >> 20) MB; split it")
        }
        guard let text = String(bytes: data, encoding: .utf8), text.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(.failed, "\(path): empty, or not text in UTF-8")
        }
        let day = Self.day(in: Self.lastComponent(name))
        return MemoryEntry(
            id: "import:\(path.suffix(200))", kind: day == nil ? .note : .journal, text: text,
            source: day.map { "journal \($0)" } ?? name, date: (day ?? today).start)
    }

    private static func lastComponent(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// The first `YYYY-MM-DD` in a name.
    private static func day(in name: String) -> CalendarDay? {
        let characters = Array(name)
        guard characters.count >= 10 else { return nil }
        return (0...characters.count - 10).lazy
            .compactMap { CalendarDay(String(characters[$0..<$0 + 10])) }.first
    }
}
