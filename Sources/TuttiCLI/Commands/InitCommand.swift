internal import ArgumentParser
internal import TuttiAgents
internal import TuttiJSON
internal import TuttiSQLite

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// `tutti init`
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract:
            "Make it yours: a configuration file, a folder for notes, prompts, rules of selection, an empty memory.",
        discussion: "Changes nothing that is there already.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let assembly = try Assembly(self.common, owned: true)
        let path = assembly.folder.configurationPath
        let isNew = !FileManager.default.fileExists(atPath: path)
        _ = try await assembly.openDatabase()
        try Self.createFolder(assembly.notesPath)
        try PromptFiles(folder: assembly.folder.promptsPath).install()
        if isNew { try Self.writeConfiguration(path, assembly) }
        try Self.writeRules(assembly.folder.rulesPath)
        guard !self.common.quiet else { return }
        let output = assembly.console.output
        output.writeLine("configuration  \(path)\(isNew ? "" : "  (was there)")")
        output.writeLine("notes          \(assembly.notesPath)")
        output.writeLine("prompts        \(assembly.folder.promptsPath)")
        output.writeLine("rules          \(assembly.folder.rulesPath)")
        output.writeLine("memory         \(assembly.folder.databasePath)")
        output.writeLine()
        output.writeLine("Put Markdown files into the notes folder, and tell it what to remember:")
        output.writeLine("  tutti memory add \"Mornings are when I think best\"")
        output.writeLine("  tutti memory import ~/journal")
    }

    private static func createFolder(_ path: String) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.failed, "\(path): cannot be created: \(error)")
        }
    }

    /// Writes the servers as they are used by default, so that there is something to change.
    private static func writeConfiguration(_ path: String, _ assembly: Assembly) throws(CommandFailure) {
        try Self.createFolder(String(path.split(separator: "/").dropLast().map { "/" + $0 }.joined()))
        let text = """
            {
              "notes": \(Self.quoted(assembly.notesPath)),
              "mcpServers": {
                "tasks": {
                  "command": \(Self.quoted(assembly.host.executablePath)),
                  "args": ["mcp", "serve-tasks", "--database", \(Self.quoted(assembly.folder.tasksPath))]
                }
              }
            }

            """
        try Self.write(text, to: path)
    }

    /// Writes the built-in rules as a starting point; a file that is there stays as it is.
    private static func writeRules(_ path: String) throws(CommandFailure) {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try Self.write(SelectionRules.builtInText, to: path)
    }

    private static func write(_ text: String, to path: String) throws(CommandFailure) {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes) else {
            throw CommandFailure(.failed, "\(path): cannot be written")
        }
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
}
