internal import ArgumentParser
internal import TuttiAgents
internal import TuttiSQLite

/// `tutti memory import PATH`
struct MemoryImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Remember a text file, or all of a folder.",
        discussion: """
            Reads .md, .markdown and .txt files. A file whose name has a date, such as 2026-11-03.md, becomes a page of \
            the journal of that day. Importing a file again replaces what was imported from it.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "A file or a folder.")
    var path: String

    func run() async throws {
        let assembly = try Assembly(self.common, owned: true)
        let texts = try TextImport(path: assembly.host.absolutePath(self.path), today: assembly.host.today)
        for warning in texts.warnings { assembly.console.warn(warning) }
        guard !texts.entries.isEmpty else {
            throw CommandFailure(.failed, "\(self.path): no text file to import (.md, .markdown, .txt)")
        }
        let file = try await assembly.openDatabase()
        try await SQLiteMemoryStore(file).add(texts.entries)
        let count = texts.entries.count
        if !self.common.quiet {
            assembly.console.output.writeLine("Imported \(count) \(count == 1 ? "entry" : "entries").")
        }
    }
}
