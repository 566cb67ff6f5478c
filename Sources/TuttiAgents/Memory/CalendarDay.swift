/// A day of the Gregorian calendar, without a time zone.
///
/// Written here because the calendar of Foundation would be the slowest part of a start of the program.
public struct CalendarDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let daysSince1970: Int

    /// The days that have four digits in their year: 0000-03-01 to 9999-12-31.
    private static let supported = -719_468...2_932_896

    /// Creates a day; what lies outside the years 0000 to 9999 is clamped.
    public init(daysSince1970: Int) {
        self.daysSince1970 = min(max(daysSince1970, Self.supported.lowerBound), Self.supported.upperBound)
    }

    /// Creates the day on which `instant` falls, `utcOffset` seconds east of UTC.
    public init(containing instant: Timestamp, utcOffset: Int = 0) {
        let days = ((instant.secondsSince1970 + Double(utcOffset)) / 86_400).rounded(.down)
        self.init(daysSince1970: days.isFinite ? Int(max(-1e9, min(1e9, days))) : 0)
    }

    /// Reads `YYYY-MM-DD`; nil for anything else and for a day that does not exist.
    public init?(_ text: some StringProtocol) {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = fields.compactMap { field in
            field.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(field) : nil
        }
        guard numbers.count == 3 else { return nil }
        self.init(daysSince1970: Self.days(year: numbers[0], month: numbers[1], day: numbers[2]))
        guard self.description == text else { return nil }  // 2026-02-30 comes back as 2026-03-02
    }

    /// The day `days` later; earlier for a negative value.
    public func adding(days: Int) -> Self {
        Self(daysSince1970: self.daysSince1970 + max(-9_999_999, min(9_999_999, days)))
    }

    /// Midnight of this day in UTC.
    public var start: Timestamp { Timestamp(secondsSince1970: Double(self.daysSince1970) * 86_400) }

    /// Orders by time.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.daysSince1970 < rhs.daysSince1970 }

    /// Days since 1970 of a date, by shifting the year to start in March, so that the leap day is its last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension CalendarDay: CustomStringConvertible {
    /// The day as `YYYY-MM-DD`.
    public var description: String {
        let shifted = self.daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
