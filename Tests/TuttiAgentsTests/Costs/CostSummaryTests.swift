import Testing
import TuttiAgents
import TuttiModels

@Suite struct CostSummaryTests {
    private static let today = CalendarDay(daysSince1970: 20_000)

    private static func call(
        _ agent: String, daysAgo: Int = 0, cents: Int? = 1, model: String = "a:b", run: String = "r",
        outcome: CostEntry.Outcome = .finished, tokens: Int = 100
    ) -> CostEntry {
        CostEntry(
            id: "", date: Self.today.adding(days: -daysAgo).start, user: "kim", run: run, agent: agent, attempt: 1,
            model: model, usage: TokenUsage(inputTokens: tokens, outputTokens: 10, cachedInputTokens: tokens / 2),
            cost: cents.map { Money(nanodollars: $0 * 10_000_000) }, outcome: outcome, savedTokens: 3)
    }

    private static func summary(_ entries: [CostEntry], by grouping: CostGrouping = .agent, days: Int = 30)
        -> CostSummary
    {
        CostSummary(of: entries, by: grouping, since: Self.today.adding(days: 1 - days), today: Self.today)
    }

    @Test func `the dearest come first, days in their order, and what has no name is called so`() {
        let entries = [
            Self.call("memory", daysAgo: 3), Self.call("answer", daysAgo: 1, cents: 5), Self.call("memory"),
            Self.call("", cents: nil, run: ""),
        ]
        let byAgent = Self.summary(entries)
        #expect(byAgent.lines.map(\.name) == ["answer", "memory", "(none)"])
        #expect(byAgent.lines.map(\.calls) == [1, 2, 1])
        #expect(byAgent.lines.map(\.unpricedCalls) == [0, 0, 1])
        #expect(byAgent.total.cost == Money(nanodollars: 70_000_000))
        #expect(byAgent.total.inputTokens == 400 && byAgent.total.cachedInputTokens == 200)
        #expect(byAgent.total.savedTokens == 12)
        #expect(Self.summary(entries, by: .day).lines.map(\.name) == ["2024-10-01", "2024-10-03", "2024-10-04"])
        #expect(Self.summary(entries, by: .user).lines.map(\.name) == ["kim"])
        #expect(Self.summary(entries, by: .model).lines.map(\.name) == ["a:b"])
        #expect(Self.summary(entries, by: .run).lines.map(\.name) == ["r", "(none)"])
    }

    @Test func `the trend looks at two weeks, whatever the table looks at`() {
        let entries = (0..<30).map { Self.call("a", daysAgo: $0, cents: 1 + $0) }
        let summary = Self.summary(entries, days: 1)
        #expect(summary.total.calls == 1)
        #expect(summary.today == Money(nanodollars: 10_000_000))
        #expect(summary.thisWeek == Money(nanodollars: (1...7).reduce(0, +) * 10_000_000))
        #expect(summary.lastWeek == Money(nanodollars: (8...14).reduce(0, +) * 10_000_000))
    }

    @Test func `a day begins where the person is`() {
        var entry = Self.call("a")
        entry.date = Self.today.start.advanced(bySeconds: -3_600)
        let there = CostSummary(of: [entry], by: .day, since: Self.today, today: Self.today, utcOffset: 7_200)
        #expect(there.today > .zero)
        #expect(Self.summary([entry]).today == .zero)
    }

    @Test func `savings are what the ledger and the prices prove, the largest first`() throws {
        let prices = try PriceTable(
            parsing: """
                {"models": {"a:dear": {"input": 100, "output": 100}, "a:cheap": {"input": 50, "output": 50},
                 "a:*": {"input": 0, "output": 0}, "b:cheaper": {"input": 1, "output": 1}}}
                """)
        let entries = [
            Self.call("answer", cents: 11, model: "a:dear", tokens: 1_090),
            Self.call("memory", cents: 2, model: "a:cheap", outcome: .cancelled, tokens: 390),
            Self.call("memory", cents: 1, model: "a:cheap", outcome: .failed, tokens: 190),
            Self.call("memory", cents: 0, model: "a:cheap", outcome: .failed, tokens: 0),
            Self.call("memory", cents: nil, model: "c:d", outcome: .dropped),
            // Priced under another name: it is not the provider's.
            Self.call("memory", cents: 90, model: "b:mine"),
        ]
        let savings = CostSaving.largest(3, in: entries, prices: prices)
        #expect(savings.map(\.amount.nanodollars) == [55_000_000, 20_000_000, 10_000_000])
        #expect(savings[0].finding == "a:dear for \"answer\" where a:cheap costs less")
        #expect(savings[0].advice.hasSuffix("set models.best to \"a:cheap\""))
        #expect(savings[1].finding == "1 call that was cancelled on the way")
        #expect(savings[2].finding == "1 call that failed on the way")
        #expect(CostSaving.largest(3, in: [], prices: prices) == [])
        #expect(CostSaving.largest(1, in: entries, prices: prices).count == 1)
    }

    @Test func `a budget takes over what the day cost, not what days to come did under a clock that was ahead`() {
        var configuration = CostAccount.Configuration()
        configuration.user = "kim"
        var other = Self.call("memory", cents: 4)
        other.user = "lee"
        let entries = [-9_000, -1, 0, 0, 1].map { Self.call("memory", daysAgo: $0) } + [other]
        configuration.takeOver(entries, of: Self.today)
        #expect(configuration.spentToday == Money(nanodollars: 60_000_000))
        #expect(configuration.spentByUser == Money(nanodollars: 20_000_000))
    }

    @Test func `sums of absurd figures stay figures`() {
        let entry = Self.call("memory", tokens: .max)
        let total = Self.summary(Array(repeating: entry, count: 1_000)).total
        #expect(total.inputTokens > 0 && total.cachedInputTokens <= total.inputTokens)
        // A percentage of it is made for the report.
        #expect(!total.cachedInputTokens.multipliedReportingOverflow(by: 100).overflow)
    }
}
