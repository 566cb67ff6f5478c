import Testing
import TuttiCore

/// Random calls against what the breaker promises, judged from the history of calls alone.
@Suite struct CircuitBreakerRandomTests {
    @Test func `open means no call but a few probes, and only their success closes`() {
        var reached = BreakerHistory.Reached()
        for seed in 0..<5_000 as Range<UInt64> {
            let history = BreakerHistory(seed: seed)
            for _ in 0..<150 { history.step() }
            #expect(history.problems.isEmpty, "seed \(seed): \(history.problems.prefix(3))")
            reached.add(history.reached)
            if !history.problems.isEmpty { return }
        }
        // The worlds go everywhere, or the promises above say little.
        #expect(reached.openings > 5_000 && reached.closings > 1_000, "\(reached)")
        #expect(reached.overdueProbes > 100 && reached.lateEnds > 1_000 && reached.refusals > 10_000, "\(reached)")
    }
}
