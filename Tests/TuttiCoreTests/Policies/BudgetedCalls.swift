import TuttiCore

/// A random world of agents that share a budget, and a judge that keeps the books by itself.
final class BudgetedCalls {
    private(set) var problems: [String] = []
    private(set) var retries = 0
    private(set) var hedges = 0
    private(set) var refusals = 0
    private let budget = AttemptBudget()
    private var generator: SeededRandomNumberGenerator
    private let failureShare: Double
    /// Whether each attempt in flight is a retry or a hedge.
    private var inFlight: [Bool] = []
    private var firstAttempts = 0
    /// Tenths of a token that would be left if nothing but retries were drawn from half a bucket, in the stretch in
    /// which that is most: the largest sum of 10 a retry less 1 a success that ends here.
    private var retriesLessSuccesses = 0
    /// The same for hedges: 20 each less 1 a call.
    private var hedgesLessCalls = 0

    init(seed: UInt64) {
        self.generator = SeededRandomNumberGenerator(seed: seed)
        self.failureShare = .random(in: 0...0.6, using: &self.generator)
    }

    func step() {
        switch Int.random(in: 0..<20, using: &self.generator) {
        case 0..<9: self.begin(isRetry: false)
        case 9..<11: self.hedge()
        default: self.end()
        }
        let counted = self.budget.inFlight
        self.check(counted.attempts == self.inFlight.count, "\(counted.attempts) of \(self.inFlight.count) in flight")
        self.check(counted.retries == self.extraInFlight, "\(counted.retries) retries of \(self.extraInFlight)")
    }

    private var extraInFlight: Int { self.inFlight.count { $0 } }

    private func begin(isRetry: Bool) {
        self.budget.attemptBegan(isRetry: isRetry)
        self.inFlight.append(isRetry)
        if isRetry {
            let most = max(3, self.inFlight.count / 5)
            self.check(self.extraInFlight <= most, "\(self.extraInFlight) of \(self.inFlight.count) are retries")
        } else {
            self.firstAttempts += 1
            self.hedgesLessCalls = max(0, self.hedgesLessCalls - 1)
        }
    }

    private func hedge() {
        guard self.budget.mayHedge() else { return self.refusals += 1 }
        self.hedges += 1
        self.hedgesLessCalls += 20
        let burst = Int(AttemptBudget.Configuration().hedgeBurst)
        self.check(self.hedgesLessCalls <= 20 * burst, "more hedges in a stretch than a twentieth and \(burst)")
        self.check(
            20 * (self.hedges - 1) <= self.firstAttempts, "\(self.hedges) hedges of \(self.firstAttempts) calls")
        self.begin(isRetry: true)
    }

    private func end() {
        guard let index = self.inFlight.indices.randomElement(using: &self.generator) else { return }
        let wasRetry = self.inFlight.remove(at: index)
        if Int.random(in: 0..<10, using: &self.generator) == 0 {
            return self.budget.attemptEnded(.other, wasRetry: wasRetry)
        }
        guard Double.random(in: 0..<1, using: &self.generator) < self.failureShare else {
            self.retriesLessSuccesses = max(0, self.retriesLessSuccesses - 1)
            return self.budget.attemptEnded(.success, wasRetry: wasRetry)
        }
        self.budget.attemptEnded(.transientFailure, wasRetry: wasRetry)
        guard self.budget.mayRetry else { return self.refusals += 1 }
        self.retries += 1
        self.retriesLessSuccesses += 10
        self.check(self.retriesLessSuccesses < 50, "more retries in a stretch than five and a tenth of the successes")
        self.begin(isRetry: true)
    }

    private func check(_ holds: Bool, _ problem: @autoclosure () -> String) {
        if !holds { self.problems.append(problem()) }
    }
}
