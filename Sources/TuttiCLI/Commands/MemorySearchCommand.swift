internal import ArgumentParser
internal import TuttiAgents
internal import TuttiJSON
internal import TuttiSQLite

/// `tutti memory search QUERY`
struct MemorySearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "search", abstract: "Search what is remembered.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "What to look for, in your own words.")
    var query: [String]

    @Option(name: .long, help: "The most passages to show, up to 100.")
    var limit = 5

    @Flag(name: .long, help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if !(1...100).contains(self.limit) { throw ValidationError("--limit must be between 1 and 100.") }
    }

    func run() async throws {
        let assembly = try Assembly(self.common)
        let file = try await assembly.openDatabase()
        var query = MemoryQuery(self.query.joined(separator: " "), now: assembly.host.now)
        query.limit = self.limit
        let passages = try await SQLiteMemoryStore(file).search(query)
        let output = assembly.console.output
        if self.json { return output.write(raw: Self.json(passages).serialized(pretty: true) + "\n") }
        if passages.isEmpty { return output.writeLine("Nothing found.") }
        for passage in passages {
            output.write(raw: output.styled(passage.entry.source, .cyan) + "\n")
            var wrapper = LineWrapper(width: min(assembly.console.width, 100) - 2)
            let text = wrapper.append(passage.snippet) + wrapper.finish()
            for line in text.split(separator: "\n") { output.writeLine("  " + line) }
        }
    }

    private static func json(_ passages: [MemoryPassage]) -> JSONValue {
        .array(
            passages.map { passage in
                [
                    "source": .string(passage.entry.source), "kind": .string(passage.entry.kind.name),
                    "text": .string(passage.entry.text), "score": .double(passage.score),
                ]
            })
    }
}
