import Testing
import TuttiCore

@Suite struct AttemptBudgetTests {
    private let budget = AttemptBudget()

    private func attempts(_ count: Int, _ outcome: AttemptBudget.Outcome, areRetries: Bool = false) {
        for _ in 0..<count {
            self.budget.attemptBegan(isRetry: areRetries)
            self.budget.attemptEnded(outcome, wasRetry: areRetries)
        }
    }

    @Test func `a hedge that is granted is paid for`() {
        #expect(self.budget.mayHedge())
        #expect(!self.budget.mayHedge())
        self.attempts(20, .success)
        #expect(self.budget.mayHedge())
        #expect(!self.budget.mayHedge())
    }

    @Test func `retries and hedges earn no further hedge`() {
        #expect(self.budget.mayHedge())
        self.attempts(1_000, .success, areRetries: true)
        #expect(!self.budget.mayHedge())
    }

    @Test func `a provider that is down is not hedged, and a hedge that is refused is not paid for`() {
        self.attempts(5, .transientFailure)
        #expect(!self.budget.mayRetry && !self.budget.mayHedge())
        self.attempts(1, .success)
        #expect(self.budget.mayRetry && self.budget.mayHedge())
    }

    @Test func `with a provider that fails at times, hedges and retries spend the same tokens`() {
        self.attempts(200, .success)
        self.attempts(1, .transientFailure)
        for _ in 0..<4 { #expect(self.budget.mayHedge()) }
        #expect(!self.budget.mayHedge() && !self.budget.mayRetry)
    }

    @Test func `retries in flight leave no room for hedges`() {
        for _ in 0..<3 { self.budget.attemptBegan(isRetry: true) }
        #expect(!self.budget.mayHedge())
        self.budget.attemptEnded(.success, wasRetry: true)
        #expect(self.budget.mayHedge())
    }

    @Test func `many threads lose no count and share one bound`() async {
        let hedges = await withTaskGroup(of: Int.self) { [budget] group in
            for _ in 0..<8 {
                group.addTask { @concurrent in
                    var hedges = 0
                    for number in 0..<1_000 {
                        let isHedge = number % 2 == 0 && budget.mayHedge()
                        hedges += isHedge ? 1 : 0
                        budget.attemptBegan(isRetry: isHedge)
                        budget.attemptEnded(.success, wasRetry: isHedge)
                    }
                    return hedges
                }
            }
            return await group.reduce(0, +)
        }
        #expect(self.budget.inFlight == (0, 0))
        #expect(hedges >= 1 && hedges <= 1 + (8_000 - hedges) / 20)
    }
}
