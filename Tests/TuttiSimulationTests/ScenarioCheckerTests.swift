import Testing
import TuttiCore
import TuttiSimulation
import TuttiTesting

/// What is judged beyond one run's events: reports, gaps, metrics, what is left behind.
@Suite struct ScenarioCheckerTests {
    /// The outcome of the first seed whose first run is of this kind, made wrong.
    private func expect(
        _ text: String, of isFit: (Outcome) -> Bool = { $0.evidence[0].isWhole }, _ change: (inout Outcome) -> Void
    ) throws {
        for seed in 0..<500 as Range<UInt64> {
            var outcome = try Scenario(seed: seed).run()
            guard isFit(outcome) else { continue }
            try #require(ScenarioChecker.violations(of: outcome) == [])
            change(&outcome)
            let violations = ScenarioChecker.violations(of: outcome)
            #expect(violations.contains { $0.contains(text) }, "seed \(seed): \(violations)")
            return
        }
        Issue.record("no seed is fit")
    }

    @Test func `a report that says something else than the events`() throws {
        try self.expect("the report says") { outcome in
            let status = outcome.evidence[0].report?.status
            outcome.evidence[0].report?.status = status == .failed ? .nothing : .failed
        }
        try self.expect("the report says") { $0.evidence[0].report?.wallTime += .nanoseconds(1) }
        try self.expect("the report has") { $0.evidence[0].report?.warnings.append("made up") }
        try self.expect("at once") { $0.evidence[0].report?.maximumConcurrency += 1 }
        try self.expect("the events fold to another report") { $0.evidence[0].report?.warnings.append("made up") }
    }

    @Test func `metrics that are not the sum of the runs`() throws {
        try self.expect("the metrics count") { $0.evidence[0].report = nil }
    }

    @Test func `a gap that is not told, or too small`() throws {
        func hasGap(_ outcome: Outcome) -> Bool {
            guard let event = outcome.evidence[0].events?.first, case .gap = event.kind else { return false }
            return true
        }
        try self.expect("and no gap", of: hasGap) { $0.evidence[0].events?.removeFirst() }
        try self.expect("a gap of 1", of: hasGap) { outcome in
            outcome.evidence[0].events?[0].kind = .gap(missed: 1)
            outcome.evidence[0].events?[0].sequence = 2
        }
    }

    @Test func `a run without a listener that takes too long`() throws {
        try self.expect("the run took", of: { $0.evidence[0].events == nil && $0.evidence[0].world.deadline != nil }) {
            $0.evidence[0].report?.wallTime = .seconds(1_000_000)
        }
    }

    @Test func `a scenario that never ends is told from one that takes long`() {
        #expect(throws: Simulation.Stuck.self) {
            try simulate(on: DrainingExecutor(seed: 1), seed: 1, maximumSteps: 1_000) { _ in
                await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            }
        }
        #expect(throws: Simulation.Stuck.self) {
            try simulate(on: DrainingExecutor(seed: 1), seed: 1, maximumSteps: 1_000) { _ in
                while true { await Task.yield() }
            }
        }
    }
}
