internal import ArgumentParser
internal import TuttiAgents
internal import TuttiJSON
internal import TuttiModels
internal import TuttiSQLite

/// `tutti costs`
struct CostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs", abstract: "What models cost: by agent, model, day, run or user, and what could be saved.",
        discussion: "The prices are those that ship with the program; a prices.json beside the configuration wins.")

    enum Grouping: String, ExpressibleByArgument, CaseIterable {
        case agent, model, day, run, user
    }

    /// The days that the trend looks at, two weeks.
    private static let trendDays = 14

    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: "By what to sum up: agent, model, day, run or user.")
    var by = Grouping.agent

    @Option(name: .long, help: ArgumentHelp("The days to look at, today included, up to 400.", valueName: "n"))
    var days = 30

    @Flag(name: .long, help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if !(1...400).contains(self.days) { throw ValidationError("--days must be between 1 and 400.") }
    }

    func run() async throws {
        let assembly = try Assembly(self.common)
        let host = assembly.host
        let today = host.today
        let grouping = CostGrouping(rawValue: self.by.rawValue) ?? .agent
        let first = today.adding(days: 1 - self.days)
        let prices = try SharedAccount.prices(assembly.folder)
        var entries: [CostEntry] = []
        if assembly.folder.hasCosts {
            let day = min(first, today.adding(days: 1 - Self.trendDays))
            let start = day.start.advanced(bySeconds: -Double(host.utcOffset))
            entries = try await SQLiteCostLedger(path: assembly.folder.costsPath).entries(since: start)
        }
        let looked = entries.filter { CalendarDay(containing: $0.date, utcOffset: host.utcOffset) >= first }
        let report = CostReport(
            days: self.days, grouping: grouping,
            summary: CostSummary(of: entries, by: grouping, since: first, today: today, utcOffset: host.utcOffset),
            savings: CostSaving.largest(3, in: looked, prices: prices), limits: assembly.settings.budget,
            pricesDate: prices.date, isCut: entries.count >= SQLiteCostLedger.maximumEntries)
        let output = assembly.console.output
        guard !self.json else { return output.write(raw: report.json.serialized(pretty: true) + "\n") }
        for line in report.lines(width: assembly.console.width) { output.writeLine(line) }
    }
}
