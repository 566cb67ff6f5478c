import Testing
import TuttiCore

/// Row by row of the budget's table.
@Suite struct HedgingBudgetTests {
    private var budget = HedgingBudget()

    private mutating func hedge() {
        self.budget.hedgeGranted()
        self.budget.checkInvariants()
    }

    private mutating func call(_ times: Int) {
        for _ in 0..<times { self.budget.callBegan() }
        self.budget.checkInvariants()
    }

    @Test mutating func `the first hedge is there before any call, the second after twenty`() {
        #expect(self.budget.mayHedge)
        self.hedge()
        self.call(19)
        #expect(!self.budget.mayHedge)
        self.call(1)
        #expect(self.budget.mayHedge)
    }

    @Test mutating func `a hedge for each twenty calls, and one`() {
        var hedges = 0
        for _ in 0..<10_000 {
            self.call(1)
            while self.budget.mayHedge {
                self.hedge()
                hedges += 1
            }
        }
        #expect(hedges == 501)
    }

    @Test mutating func `thirty are kept, however many calls need none`() {
        self.call(10_000)
        for _ in 0..<30 { self.hedge() }
        #expect(!self.budget.mayHedge)
    }

    @Test func `without a burst there is none`() {
        var configuration = AttemptBudget.Configuration()
        configuration.hedgeBurst = 0
        #expect(!HedgingBudget(configuration).mayHedge)
    }
}
