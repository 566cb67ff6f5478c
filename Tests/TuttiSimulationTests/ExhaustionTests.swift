import Testing
import TuttiSimulation

/// Small worlds in all their schedules; `.ci/run` plays those of three agents.
@Suite struct ExhaustionTests {
    /// Each tenth world of up to two agents.
    private static func some() -> Exhaustion {
        var exhaustion = Exhaustion()
        exhaustion.agents = 2
        exhaustion.stride = 10
        return exhaustion
    }

    @Test func `no schedule of two agents breaks an invariant, and all are played every time`() async {
        var exhaustion = Self.some()
        let first = await exhaustion.run()
        #expect(first.violations == 0, "\(first.findings)")
        // Something is chosen: there are more schedules than worlds.
        #expect(first.worlds > 100 && first.schedules > 2 * first.worlds)
        exhaustion.threads = 1
        let second = await exhaustion.run()
        #expect(first.worlds == second.worlds && first.schedules == second.schedules)
    }

    @Test func `each further preemption adds schedules`() async {
        var counts: [Int] = []
        for preemptions in 0...2 {
            var exhaustion = Self.some()
            exhaustion.preemptions = preemptions
            let result = await exhaustion.run()
            if preemptions == 0 { #expect(result.schedules == result.worlds) }
            counts.append(result.schedules)
        }
        #expect(counts[0] < counts[1] && counts[1] < counts[2])
    }

    @Test func `the invariants are listed once each`() {
        let numbers = Invariant.all.map(\.number)
        #expect(numbers == Array(1...17) + Array(21...25) + [31, 32])
    }
}
