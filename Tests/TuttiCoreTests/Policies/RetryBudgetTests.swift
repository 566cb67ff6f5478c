import Testing
import TuttiCore

/// Row by row of the budget's table.
@Suite struct RetryBudgetTests {
    private var budget = RetryBudget()

    private mutating func attempt(_ outcome: AttemptBudget.Outcome, isRetry: Bool = false) {
        self.budget.attemptBegan(isRetry: isRetry)
        self.budget.attemptEnded(outcome, wasRetry: isRetry)
        self.budget.checkInvariants()
    }

    @Test mutating func `an attempt that began is in flight, and one that ended is not`() {
        self.budget.attemptBegan(isRetry: false)
        self.budget.attemptBegan(isRetry: true)
        #expect(self.budget.attemptsInFlight == 2 && self.budget.retriesInFlight == 1)
        self.budget.attemptEnded(.other, wasRetry: true)
        #expect(self.budget.attemptsInFlight == 1 && self.budget.retriesInFlight == 0)
        self.budget.attemptEnded(.success, wasRetry: false)
        #expect(self.budget.attemptsInFlight == 0)
    }

    @Test mutating func `the fifth failure that can pass leaves half of the bucket, and nothing is tried again`() {
        for tokens in [9.0, 8, 7, 6] {
            self.attempt(.transientFailure)
            #expect(self.budget.tokens == tokens && self.budget.mayRetry)
        }
        self.attempt(.transientFailure)
        #expect(self.budget.tokens == 5 && !self.budget.mayRetry)
    }

    @Test mutating func `a success earns a tenth, exactly, up to the maximum`() {
        for _ in 0..<10 { self.attempt(.transientFailure) }
        #expect(self.budget.tokens == 0)
        for _ in 0..<50 { self.attempt(.success) }
        #expect(self.budget.tokens == 5 && !self.budget.mayRetry)
        self.attempt(.success)
        #expect(self.budget.tokens == 5.1 && self.budget.mayRetry)
        for _ in 0..<1_000 { self.attempt(.success) }
        #expect(self.budget.tokens == 10)
    }

    @Test mutating func `no failure takes more than there is`() {
        for _ in 0..<1_000 { self.attempt(.transientFailure) }
        for _ in 0..<51 { self.attempt(.success) }
        #expect(self.budget.mayRetry)
    }

    @Test mutating func `a failure that cannot pass, and a cancellation, cost nothing`() {
        for _ in 0..<1_000 { self.attempt(.other) }
        #expect(self.budget.tokens == 10 && self.budget.mayRetry)
    }

    @Test mutating func `three retries may be in flight with few attempts, a fifth of many`() {
        for _ in 0..<3 {
            #expect(self.budget.mayRetry)
            self.budget.attemptBegan(isRetry: true)
        }
        #expect(!self.budget.mayRetry)
        // With the one that is asked for there would be 19, and then 20.
        for _ in 0..<15 { self.budget.attemptBegan(isRetry: false) }
        #expect(!self.budget.mayRetry)
        self.budget.attemptBegan(isRetry: false)
        #expect(self.budget.mayRetry)
        self.budget.attemptBegan(isRetry: true)
        #expect(!self.budget.mayRetry)
        self.budget.attemptEnded(.success, wasRetry: true)
        #expect(self.budget.mayRetry)
    }

    @Test mutating func `a hedge costs a token only while the bucket is not full`() {
        self.budget.hedgeGranted()
        #expect(self.budget.tokens == 10)
        self.attempt(.transientFailure)
        self.budget.hedgeGranted()
        #expect(self.budget.tokens == 8)
    }

    @Test func `values out of range count as the nearest one in it`() {
        var configuration = AttemptBudget.Configuration()
        configuration.retryTokens = -.infinity
        configuration.tokensPerSuccess = .nan
        configuration.retryShare = 30
        configuration.minimumRetriesInFlight = -5
        var none = RetryBudget(configuration)
        none.attemptBegan(isRetry: false)
        none.attemptEnded(.success, wasRetry: false)
        #expect(!none.mayRetry && none.tokens == 0)
        configuration.retryTokens = .infinity
        var any = RetryBudget(configuration)
        for _ in 0..<1_000 { any.attemptBegan(isRetry: true) }
        #expect(any.mayRetry)
    }
}
