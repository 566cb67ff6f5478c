import Testing
import TuttiSimulation

/// Failures and policies, combined; `Scripts/simulate` plays all on three agents, and many on four.
@Suite struct CombinationsTests {
    @Test func `no combination on two agents hangs, drops an agent or leaves a reason out`() async {
        var combinations = Combinations()
        combinations.agents = 2
        combinations.stride = 7
        combinations.draws = 100
        let result = await combinations.run()
        #expect(result.violations == 0, "\(result.findings)")
        #expect(result.worlds == 1_060 && result.draws == 100)
        #expect(result.skips > 50 && result.missingInputs > 50)
    }

    @Test func `some combinations on four agents`() async {
        var combinations = Combinations()
        combinations.stride = 10_007
        combinations.draws = 400
        let result = await combinations.run()
        #expect(result.violations == 0, "\(result.findings)")
        #expect(result.draws == 400 && result.skips > 50 && result.missingInputs > 50)
    }

    @Test func `there are as many as the kinds multiply to`() {
        // 5 behaviours with 7 policies each; 1, 3, 36 and 2088 graphs; with and without a deadline.
        var combinations = Combinations()
        let sizes = combinations.sizes
        let full = [1, 3, 36].enumerated().map { index, graphs in
            2 * graphs * (0...index).reduce(1) { product, _ in product * 35 }
        }
        #expect(sizes.all == full.reduce(0, +) + 2 * 2_088 * 4 * 35)
        #expect(sizes.drawnFrom == 2 * 2_088 * 35 * 35 * 35 * 35)
        combinations.agents = 2
        #expect(combinations.sizes.all == 70 + 7_350)
    }
}
