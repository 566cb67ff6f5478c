import Testing
import TuttiAgents
import TuttiCore
import TuttiServer

@Suite struct UsageOfDayTests {
    private static let usage = Usage(inputTokens: 10, outputTokens: 5, costUSD: 0.25)
    /// 2026-11-27T23:59:00Z.
    private static let evening = Timestamp(secondsSince1970: 1_795_823_940)

    @Test func `what the runs of a day have used is summed up`() {
        var today = UsageOfDay(at: Self.evening)
        today.ended(Self.usage, at: Self.evening)
        today.ended(Self.usage, at: Self.evening.advanced(bySeconds: 59))
        #expect("\(today.day)" == "2026-11-27")
        #expect(today.since == Self.evening)
        #expect(today.runs == 2)
        #expect(today.usage == Usage(inputTokens: 20, outputTokens: 10, costUSD: 0.5))
    }

    @Test func `another day begins anew, also for one who only looks`() {
        var today = UsageOfDay(at: Self.evening)
        today.ended(Self.usage, at: Self.evening)
        var looked = today
        looked.looked(at: Self.evening.advanced(bySeconds: 61))
        #expect(looked.runs == 0 && looked.usage == Usage())
        #expect(looked.since == Self.evening.advanced(bySeconds: 60))
        today.ended(Self.usage, at: Self.evening.advanced(bySeconds: 61))
        #expect("\(today.day)" == "2026-11-28")
        #expect(today.runs == 1 && today.usage == Self.usage)
    }

    @Test func `a clock that is set back changes no day`() {
        var today = UsageOfDay(at: Self.evening)
        today.ended(Self.usage, at: Self.evening.advanced(bySeconds: -200_000))
        #expect(today.runs == 1)
        #expect("\(today.day)" == "2026-11-27")
    }
}
