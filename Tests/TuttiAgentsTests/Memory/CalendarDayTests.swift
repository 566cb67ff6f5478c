import Testing
import TuttiAgents

@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-12", 20_769), ("1900-03-01", -25_508),
        ("9999-12-31", 2_932_896), ("0001-01-01", -719_162), ("2100-03-01", 47_541),
    ])
    func `a day is read and written`(text: String, days: Int) {
        #expect(CalendarDay(text)?.daysSince1970 == days)
        #expect(CalendarDay(daysSince1970: days).description == text)
    }

    @Test(arguments: [
        "", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01T00:00",
        "٢٠٢٦-٠١-٠١",
        "2026/01/01", "-026-01-01", "2026-01-+1", "tomorrow",
    ])
    func `what is no day is refused`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `every day of four hundred years comes back`() {
        let days = (0...146_100).map(CalendarDay.init(daysSince1970:))
        #expect(days.filter { CalendarDay($0.description) != $0 } == [])
    }

    @Test func `days are counted, and far away is clamped`() {
        let day = CalendarDay(daysSince1970: 20_769)
        #expect(day.adding(days: 19).description == "2026-12-01")
        #expect(day.adding(days: -12) < day)
        #expect(day.adding(days: .max).description == "9999-12-31")
        #expect(day.adding(days: .min).description == "0000-03-01")
    }

    @Test func `an instant is on the day that its clock shows`() {
        let instant = Timestamp(secondsSince1970: 1_794_526_200)
        #expect(instant.description == "2026-11-12T23:30:00Z")
        #expect(CalendarDay(containing: CalendarDay(daysSince1970: 5).start).daysSince1970 == 5)
        let late = CalendarDay(daysSince1970: 5).start.advanced(bySeconds: 86_399)
        #expect(CalendarDay(containing: late).daysSince1970 == 5)
        #expect(CalendarDay(containing: late, utcOffset: 3600).daysSince1970 == 6)
        #expect(CalendarDay(containing: .init(secondsSince1970: -1)).daysSince1970 == -1)
        #expect(CalendarDay(containing: .init(secondsSince1970: .nan)).daysSince1970 == 0)
        #expect(Timestamp(secondsSince1970: .infinity).description.hasSuffix("Z"))
        #expect(Timestamp(secondsSince1970: 45_296.9).description == "1970-01-01T12:34:56Z")
    }
}
