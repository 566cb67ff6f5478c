/// An instant on the wall clock, in seconds since 1970 in UTC.
///
/// Libraries here never read a clock: whoever wires them passes the present in. For how long something took there are
/// durations; this is only for dates that people read.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public var secondsSince1970: Double

    /// Creates an instant.
    public init(secondsSince1970: Double) { self.secondsSince1970 = secondsSince1970 }

    /// The instant `seconds` later; earlier for a negative value.
    public func advanced(bySeconds seconds: Double) -> Self {
        Self(secondsSince1970: self.secondsSince1970 + seconds)
    }

    /// Orders by time.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.secondsSince1970 < rhs.secondsSince1970 }
}

extension Timestamp: CustomStringConvertible {
    /// The instant as ISO 8601 in UTC to the second, such as `2026-11-12T08:30:00Z`.
    public var description: String {
        let day = CalendarDay(containing: self)
        // A day that was clamped has no time of day worth printing.
        let second = Int(max(0, min(86_399, self.secondsSince1970 - day.start.secondsSince1970)))
        let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day)T\(clock.joined(separator: ":"))Z"
    }
}
