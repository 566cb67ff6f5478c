public import TuttiModels

/// What the calls of a ledger came to: in all, by one of their properties, and this week against the last.
public struct CostSummary: Hashable, Sendable {
    /// All of it.
    public private(set) var total = CostLine("total")
    /// By property: the dearest first, days in their order.
    public private(set) var lines: [CostLine] = []
    /// What today cost.
    public private(set) var today = Money.zero
    /// What the seven days that end today cost, and the seven before.
    public private(set) var thisWeek = Money.zero, lastWeek = Money.zero

    /// Sums up.
    ///
    /// - Parameters:
    ///   - entries: The calls, of two weeks at least for the trend.
    ///   - first: The first day of the total and the lines; the trend looks at all entries.
    ///   - today: The present day, `utcOffset` seconds east of UTC.
    public init(
        of entries: [CostEntry], by grouping: CostGrouping, since first: CalendarDay, today: CalendarDay,
        utcOffset: Int = 0
    ) {
        var lines: [String: CostLine] = [:]
        for entry in entries {
            let day = CalendarDay(containing: entry.date, utcOffset: utcOffset)
            self.count(entry.cost ?? .zero, age: today.daysSince1970 - day.daysSince1970)
            guard day >= first else { continue }
            self.total.add(entry)
            let name = grouping.name(of: entry, utcOffset: utcOffset)
            lines[name, default: CostLine(name)].add(entry)
        }
        self.lines = lines.values.sorted { one, other in
            guard grouping != .day else { return one.name < other.name }
            return (other.cost, other.calls, one.name) < (one.cost, one.calls, other.name)
        }
    }

    private mutating func count(_ cost: Money, age: Int) {
        switch age {
        case 0:
            self.today += cost
            self.thisWeek += cost
        case 1..<7: self.thisWeek += cost
        case 7..<14: self.lastWeek += cost
        default: break
        }
    }
}
