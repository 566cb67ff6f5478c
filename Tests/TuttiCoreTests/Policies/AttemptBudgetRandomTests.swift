import Testing
import TuttiCore

/// Random calls of many agents against the bounds that a budget promises, counted by the test itself.
@Suite struct AttemptBudgetRandomTests {
    @Test func `in every stretch of calls, retries and hedges stay within the budget`() {
        var (retries, hedges, refusals) = (0, 0, 0)
        for seed in 0..<5_000 as Range<UInt64> {
            let calls = BudgetedCalls(seed: seed)
            for _ in 0..<200 { calls.step() }
            #expect(calls.problems.isEmpty, "seed \(seed): \(calls.problems.prefix(3))")
            if !calls.problems.isEmpty { return }
            retries += calls.retries
            hedges += calls.hedges
            refusals += calls.refusals
        }
        // Both are granted and refused, or the bounds say little.
        #expect(retries > 10_000 && hedges > 5_000 && refusals > 50_000, "\(retries), \(hedges), \(refusals)")
    }
}
