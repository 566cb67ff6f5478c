internal import ArgumentParser
internal import TuttiAgents
internal import TuttiSQLite

/// `tutti memory add TEXT`
struct MemoryAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Remember a note.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "What to remember.")
    var text: [String]

    @Option(name: .long, help: "A word to find it by; may be repeated.")
    var tag: [String] = []

    func run() async throws {
        let assembly = try Assembly(self.common, owned: true)
        let text = self.text.joined(separator: " ")
        let today = assembly.host.today
        let entry = MemoryEntry(
            kind: .note, text: text, source: "note \(today)", date: assembly.host.now, tags: self.tag)
        let file = try await assembly.openDatabase()
        try await SQLiteMemoryStore(file).add(entry)
        if !self.common.quiet { assembly.console.output.writeLine("Remembered as note \(today).") }
    }
}
