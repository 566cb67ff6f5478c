#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import TuttiAgents

/// The prompts of the coach as Markdown files that a person may edit, one for each text.
///
/// A file that is missing means the built-in text, and so does one that cannot be used, which is told.
struct PromptFiles: Sendable {
    let folder: String

    /// The prompts, and what is wrong with the files.
    func read() -> (prompts: CoachPrompts, warnings: [String]) {
        var prompts = CoachPrompts()
        var warnings: [String] = []
        for part in CoachPrompts.Part.allCases {
            let path = self.path(of: part)
            do {
                guard let text = try Self.text(at: path) else { continue }
                try prompts.use(text, as: part)
            } catch {
                warnings.append("\(path): \(error); the built-in text is used")
            }
        }
        return (prompts, warnings)
    }

    /// Writes the built-in texts as a starting point; a file that is there stays as it is.
    func install() throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: self.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.failed, "\(self.folder): cannot be created: \(error)")
        }
        let builtIn = CoachPrompts()
        for part in CoachPrompts.Part.allCases where !FileManager.default.fileExists(atPath: self.path(of: part)) {
            guard
                FileManager.default.createFile(
                    atPath: self.path(of: part), contents: Data((builtIn[part] + "\n").utf8),
                    attributes: [.posixPermissions: 0o600])
            else { throw CommandFailure(.failed, "\(self.path(of: part)): cannot be written") }
        }
    }

    private func path(of part: CoachPrompts.Part) -> String { "\(self.folder)/\(part.fileName)" }

    /// The text of a file; nil when there is none.
    private static func text(at path: String) throws -> String? {
        // White space around the text does not count, so a little more than the limit is read.
        try TextFile.read(path, limit: 2 * CoachPrompts.maximumLength)
    }
}

extension Assembly {
    /// The prompts of the data folder; warns of the files that cannot be used.
    func readPrompts() -> CoachPrompts {
        let (prompts, warnings) = PromptFiles(folder: self.folder.promptsPath).read()
        for warning in warnings { self.console.warn(warning) }
        return prompts
    }
}
