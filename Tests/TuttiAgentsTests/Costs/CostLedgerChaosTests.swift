import Testing
import TuttiAgents
import TuttiCore
import TuttiModels

/// A thousand runs with cancels, hedges, retries, deadlines, streams that are cut, and failures before and after the
/// first token: the books of the provider and ours are the same, to the token and the nanodollar.
///
/// Exact because the double counts a cut stream as we guess it, see ``BillingProvider``. Against a real provider a stream
/// that is cut differs by as much as its tokenizer differs from four bytes a token; whole ones do not.
@Suite struct CostLedgerChaosTests {
    private static let runs: UInt64 = 1_000

    @Test func `our ledger is the provider's, and the report says the same, in every one of 1,000 chaotic runs`() throws
    {
        var endings: [CostEntry.Outcome: Int] = [:]
        var tellings: [BillingProvider.Telling: Int] = [:]
        var calls = 0
        var late = 0
        var chosen = 0
        for seed in 1...Self.runs {
            let outcome = try CostChaos().run(seed: seed)
            let books = outcome.atReport
            #expect(books.ledger == books.provider, "seed \(seed), \(outcome.telling), at the report")
            #expect(outcome.atEnd.ledger == outcome.atEnd.provider, "seed \(seed), \(outcome.telling), at the end")
            #expect(outcome.reported.inputTokens == books.ledger.input, "seed \(seed), \(outcome.telling)")
            #expect(outcome.reported.outputTokens == books.ledger.output, "seed \(seed), \(outcome.telling)")
            #expect(
                Money(usd: outcome.reported.costUSD) == Money(nanodollars: books.ledger.nanodollars),
                "seed \(seed)")
            #expect(outcome.isAtRest || outcome.hanging > 0, "seed \(seed)")
            #expect(outcome.entries.allSatisfy { !$0.run.isEmpty && !$0.agent.isEmpty && $0.attempt > 0 })
            #expect(Set(outcome.entries.map(\.run)).count <= 1, "seed \(seed): a call of another run")
            for entry in outcome.entries { endings[entry.outcome, default: 0] += 1 }
            tellings[outcome.telling, default: 0] += 1
            calls += outcome.calls
            if outcome.atEnd != outcome.atReport { late += 1 }
            if outcome.isChosen { chosen += 1 }
        }
        // The chaos has to have happened.
        #expect(calls > 4_000, "\(calls) calls")
        #expect(endings.values.allSatisfy { $0 > 100 } && endings.count == 4, "\(endings)")
        #expect(tellings.count == 3 && tellings.values.allSatisfy { $0 > 200 }, "\(tellings)")
        #expect(late > 20, "\(late) runs with tokens that came after their report")
        #expect(chosen > 50, "\(chosen) runs that followed a strategy")
    }

    @Test func `where requests are bounded and their length is known, no budget is overspent by a nanodollar`() throws {
        let limits = BudgetLimits(run: Money(nanodollars: 6_000_000), day: Money(nanodollars: 9_000_000))
        var refused = 0
        var nearlyFull = 0
        for seed in 1...Self.runs {
            let outcome = try CostChaos(limits: limits, maximumTokens: 60, surplus: 0).run(seed: seed)
            let byRun = Dictionary(grouping: outcome.entries, by: \.run).mapValues { entries in
                entries.reduce(0) { $0 + ($1.cost?.nanodollars ?? 0) }
            }
            #expect(byRun.values.allSatisfy { $0 <= 6_000_000 }, "seed \(seed): \(byRun)")
            #expect(outcome.atEnd.provider.nanodollars <= 9_000_000, "seed \(seed)")
            #expect(outcome.atEnd.ledger == outcome.atEnd.provider, "seed \(seed)")
            if outcome.atEnd.provider.nanodollars > 4_000_000 { nearlyFull += 1 }
            if outcome.warnings.contains(where: { $0.contains("% of the budget") }) { refused += 1 }
        }
        #expect(refused > 100 && nearlyFull > 100, "\(refused) warned, \(nearlyFull) spent two thirds")
    }

    @Test func `where they are not, a budget is overspent by what the calls under way cost more than they reserved`()
        throws
    {
        let (limit, surplus) = (1_500_000, 300)
        var overspent = 0
        for seed in 1...Self.runs {
            let chaos = CostChaos(
                limits: BudgetLimits(day: Money(nanodollars: limit)), maximumTokens: 12, surplus: surplus)
            let outcome = try chaos.run(seed: seed)
            let excess = outcome.atEnd.provider.nanodollars - limit
            // What a call can cost more than it reserved is what it reads beyond the guess, at 3,700 nanodollars a token.
            let mostRead = outcome.entries.map { $0.usage.inputTokens }.max() ?? 0
            let bound = outcome.maximumInFlight * (mostRead * surplus / (100 + surplus) + 1) * 3_700
            #expect(excess <= bound, "seed \(seed): \(excess) of \(bound)")
            if excess > 0 { overspent += 1 }
        }
        #expect(overspent > 50, "the bound was not put to the test: \(overspent) runs beyond the limit")
    }
}
