package import TuttiAgents
package import TuttiCore

/// What the runs of one day have used; the first of another day begins anew.
package struct UsageOfDay: Hashable, Sendable {
    /// The day, in UTC.
    package private(set) var day: CalendarDay
    /// Since when it was counted: the start of the day, or of the server.
    package private(set) var since: Timestamp
    /// The runs that have ended.
    package private(set) var runs = 0
    package private(set) var usage = Usage()

    /// Begins to count.
    package init(at now: Timestamp) {
        self.day = CalendarDay(containing: now)
        self.since = now
    }

    /// A run has ended.
    package mutating func ended(_ usage: Usage, at now: Timestamp) {
        self.looked(at: now)
        self.runs += 1
        self.usage += usage
    }

    /// Somebody looks at it: a day may have begun since.
    package mutating func looked(at now: Timestamp) {
        let today = CalendarDay(containing: now)
        guard today > self.day else { return }
        self = Self(at: today.start)
    }
}
