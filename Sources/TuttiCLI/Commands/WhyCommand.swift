internal import ArgumentParser
internal import TuttiAgents
internal import TuttiJSON
internal import TuttiSQLite

/// `tutti why [RUN]`
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tell whom a question was given to, whom not, and why.",
        discussion: "Without a run it tells of the last question; the beginning of a run's name is enough.")

    /// The runs that the beginning of a name is looked for in.
    private static let maximumRuns = 1_000

    @OptionGroup var common: CommonOptions

    @Argument(help: "The run, as reports and events name it.")
    var run: String?

    @Flag(name: .long, help: "Print the stored report.")
    var json = false

    func run() async throws {
        let assembly = try Assembly(self.common)
        let record = try await self.record(in: SQLiteHistoryStore(assembly.openDatabase()))
        let output = assembly.console.output
        guard !self.json else { return output.write(raw: record.report + "\n") }
        output.writeLine("“\(record.question)”")
        let report: JSONValue
        do { report = try JSONValue(parsing: record.report) } catch {
            throw CommandFailure(.failed, "the report of run \(record.id) cannot be read: \(error)")
        }
        let choices = await assembly.choices(of: Assembly.assistantWorkflow)
        for line in CoordinationExplanation(of: report, knowing: choices).lines { output.writeLine(line) }
    }

    private func record(in history: any HistoryStore) async throws -> CoordinationRecord {
        guard let run else {
            if let last = try await history.list(limit: 1).first { return last }
            throw CommandFailure(.failed, "no question was asked yet: ask one with `tutti ask`")
        }
        if let record = try await history.find(run) { return record }
        let found = try await history.list(limit: Self.maximumRuns).filter { $0.id.hasPrefix(run) }
        if found.count == 1, let record = found.first { return record }
        let problem = found.isEmpty ? "there is no run '\(run)'" : "'\(run)' could be any of \(found.count) runs"
        let known = try await history.list(limit: 5).map(\.id).joined(separator: ", ")
        throw CommandFailure(.usage, "\(problem); the last ones are: \(known.isEmpty ? "none" : known)")
    }
}
