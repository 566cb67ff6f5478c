/// By what calls are summed up.
public enum CostGrouping: String, Hashable, Sendable, CaseIterable {
    /// Who asked.
    case agent
    /// Who was asked.
    case model
    /// The calendar day.
    case day
    /// The run.
    case run
    /// Whose it was.
    case user

    func name(of entry: CostEntry, utcOffset: Int) -> String {
        let name =
            switch self {
            case .agent: entry.agent
            case .model: entry.model
            case .day: CalendarDay(containing: entry.date, utcOffset: utcOffset).description
            case .run: entry.run
            case .user: entry.user
            }
        return name.isEmpty ? "(none)" : name
    }
}
