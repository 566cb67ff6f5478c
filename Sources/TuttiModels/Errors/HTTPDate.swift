/// The three forms of an HTTP date (RFC 9110 §5.6.7), read without a calendar library.
package enum HTTPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// The seconds since 1970, nil for anything that is not a date.
    package static func seconds(_ text: String) -> Double? {
        let parts = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        // "sun, 06 nov 1994 08:49:37 gmt", "sunday, 06-nov-94 08:49:37 gmt", "sun nov  6 08:49:37 1994"
        let isOldest = parts.count == 5
        guard isOldest || parts.count == 6 && ["gmt", "utc", "z"].contains(parts[5]) else { return nil }
        let (dayText, monthText) = isOldest ? (parts[2], parts[1]) : (parts[1], parts[2])
        let (yearText, timeText) = isOldest ? (parts[4], parts[3]) : (parts[3], parts[4])
        guard let day = Self.number(dayText, 1...31), let month = Self.months.firstIndex(of: monthText),
            let written = Self.number(yearText, 0...9_999), let time = Self.time(timeText)
        else { return nil }
        let year = yearText.count > 2 ? written : written + (written < 70 ? 2_000 : 1_900)
        return Double(Self.days(year: year, month: month + 1, day: day) * 86_400 + time)
    }

    private static func time(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let hour = Self.number(parts[0], 0...23), let minute = Self.number(parts[1], 0...59),
            let second = Self.number(parts[2], 0...60)
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text), range.contains(value) else {
            return nil
        }
        return value
    }

    /// Days since 1970-01-01 in the Gregorian calendar, with years that begin in March so that the leap day is last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
