internal import TuttiAgents
internal import TuttiJSON
internal import TuttiModels
internal import TuttiSQLite

/// What `tutti costs` shows.
struct CostReport: Sendable {
    var days: Int
    var grouping: CostGrouping
    var summary: CostSummary
    var savings: [CostSaving]
    var limits: BudgetLimits
    var pricesDate: String
    /// Whether there were more calls than one look at the ledger gives.
    var isCut: Bool

    /// The most lines of the table; the rest are one.
    private static let maximumLines = 30
    private static let longestName = 40
    private static let longestSaving = 600
    private static let longestBar = 24

    private var period: String { self.days == 1 ? "today" : "the last \(self.days) days" }

    // MARK: Text

    /// The report for a person, `width` columns wide at most where names allow it.
    func lines(width: Int) -> [String] {
        guard self.summary.total.calls > 0 else {
            return [
                "No model was called in \(self.period): nothing was spent. Ask with a key or a local model, "
                    + "`tutti doctor` says which is there."
            ]
        }
        var lines = [self.headline, ""]
        lines += self.table(width: width)
        lines += [""] + self.trend + self.notes
        if !self.savings.isEmpty { lines += ["", "What could be saved, in \(self.period):"] }
        for (index, saving) in self.savings.enumerated() {
            let text = "\(saving.finding): \(saving.advice)".sanitizedLine(maximumLength: Self.longestSaving)
            lines.append("  \(index + 1). \(saving.amount)  \(text)")
        }
        return lines
    }

    private var headline: String {
        let total = self.summary.total
        let share = total.inputTokens > 0 ? total.cachedInputTokens * 100 / total.inputTokens : 0
        let cached = share > 0 ? ", \(share) % from a cache" : ""
        let read = "\(Self.grouped(total.inputTokens)) tokens read\(cached)"
        return "\(total.cost) in \(self.period): \(Self.calls(total.calls)), \(read), "
            + "\(Self.grouped(total.outputTokens)) written"
    }

    private func table(width: Int) -> [String] {
        let shown = self.summary.lines.prefix(Self.maximumLines)
        let names = shown.map { Self.short($0.name) }
        let nameWidth = names.map(\.count).max() ?? 0
        let costs = shown.map(\.cost.description)
        let costWidth = costs.map(\.count).max() ?? 0
        let most = shown.map(\.cost.nanodollars).max() ?? 0
        // Beside the bar: margins, the name, the cost, a share and the number of calls.
        let barWidth = max(4, min(Self.longestBar, width - nameWidth - costWidth - 26))
        var lines = zip(names, zip(costs, shown)).map { name, part in
            let (cost, line) = part
            let share = Self.share(line.cost, of: self.summary.total.cost)
            return "  \(Self.padded(name, nameWidth))  \(Self.bar(line.cost.nanodollars, of: most, width: barWidth))  "
                + "\(Self.padded(cost, costWidth, left: true))  \(Self.padded("\(share) %", 5, left: true))  "
                + Self.calls(line.calls)
        }
        let rest = self.summary.lines.count - shown.count
        if rest > 0 { lines.append("  and \(rest) more; --json has them all") }
        return lines
    }

    private var trend: [String] {
        let (this, last) = (self.summary.thisWeek, self.summary.lastWeek)
        var line = "This week \(this), the week before \(last)"
        if last > .zero {
            let change = Double((this - last).nanodollars) / Double(last.nanodollars) * 100
            line += " (\(change < 0 ? "−" : "+")\(Int(min(abs(change), 9_999).rounded())) %)"
        }
        guard let day = self.limits.day else { return [line, "Today \(self.summary.today)"] }
        let left = max(.zero, day - self.summary.today)
        return [line, "Today \(self.summary.today) of \(day), \(left) left"]
    }

    private var notes: [String] {
        let total = self.summary.total
        var notes: [String] = []
        if total.unpricedCalls > 0 {
            notes.append(
                "Without a price, and counted as nothing: \(Self.calls(total.unpricedCalls)); add the models to "
                    + "prices.json beside the configuration (the prices here are of \(self.pricesDate))")
        }
        if total.estimatedCalls > 0 {
            notes.append(
                "Counted here, because the provider did not tell the tokens: \(Self.calls(total.estimatedCalls))")
        }
        if total.savedTokens > 0 {
            notes.append("\(Self.grouped(total.savedTokens)) tokens were trimmed from prompts")
        }
        if self.isCut {
            notes.append("Only the newest \(Self.grouped(SQLiteCostLedger.maximumEntries)) calls were looked at")
        }
        return notes
    }

    // MARK: Forms

    private static func bar(_ part: Int, of most: Int, width: Int) -> String {
        guard most > 0, part > 0 else { return String(repeating: " ", count: width) }
        let count = max(1, Int((Double(part) / Double(most) * Double(width)).rounded()))
        return String(repeating: "█", count: count) + String(repeating: " ", count: max(0, width - count))
    }

    private static func share(_ part: Money, of whole: Money) -> Int {
        whole > .zero ? Int((Double(part.nanodollars) / Double(whole.nanodollars) * 100).rounded()) : 0
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? space + text : text + space
    }

    /// The name on one line, whoever gave it: a line end in it would make a line of its own.
    private static func short(_ name: String) -> String {
        let name = name.sanitizedLine(maximumLength: 4 * Self.longestName)
        return name.count > Self.longestName ? name.prefix(Self.longestName - 1) + "…" : name
    }

    private static func calls(_ count: Int) -> String { count == 1 ? "1 call" : "\(Self.grouped(count)) calls" }

    /// The number with commas at the thousands.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3), digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    // MARK: JSON

    /// The report as one JSON object; amounts are US dollars.
    var json: JSONValue {
        [
            "days": .integer(self.days), "by": .string(self.grouping.rawValue),
            "total": Self.json(self.summary.total), "lines": .array(self.summary.lines.map(Self.json)),
            "trend": [
                "thisWeekUSD": .double(self.summary.thisWeek.usd), "lastWeekUSD": .double(self.summary.lastWeek.usd),
            ],
            "today": [
                "spentUSD": .double(self.summary.today.usd),
                "budgetUSD": self.limits.day.map { .double($0.usd) } ?? .null,
                "leftUSD": self.limits.day.map { .double(max(.zero, $0 - self.summary.today).usd) } ?? .null,
            ],
            "savings": .array(
                self.savings.map { saving in
                    [
                        "amountUSD": .double(saving.amount.usd), "finding": .string(saving.finding),
                        "advice": .string(saving.advice),
                    ]
                }),
            "pricesDate": .string(self.pricesDate), "isCut": .bool(self.isCut),
        ]
    }

    private static func json(_ line: CostLine) -> JSONValue {
        [
            "name": .string(line.name), "calls": .integer(line.calls), "inputTokens": .integer(line.inputTokens),
            "cachedInputTokens": .integer(line.cachedInputTokens), "outputTokens": .integer(line.outputTokens),
            "costUSD": .double(line.cost.usd), "unpricedCalls": .integer(line.unpricedCalls),
            "estimatedCalls": .integer(line.estimatedCalls), "savedTokens": .integer(line.savedTokens),
        ]
    }
}
