import Testing
import TuttiCore

@Suite struct RetryPolicyTests {
    @Test func `full jitter: between zero and a bound that doubles up to its maximum`() {
        var policy = RetryPolicy(maximumAttempts: 100, backoff: .milliseconds(500))
        policy.maximumBackoff = .seconds(3)
        var generator = SeededRandomNumberGenerator(seed: 1)
        for (attempt, bound) in [(1, 500), (2, 1000), (3, 2000), (4, 3000), (99, 3000)] {
            let draws = (0..<300).map { _ in policy.delay(after: attempt, atLeast: nil, using: &generator) }
            let limit = Duration.milliseconds(bound)
            #expect(draws.allSatisfy { $0 >= .zero && $0 <= limit })
            #expect(draws.contains { $0 < limit / 4 } && draws.contains { $0 > limit * 3 / 4 })
        }
    }

    @Test func `what the server asked for is a minimum, above the maximum too`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        let policy = RetryPolicy(maximumAttempts: 3)
        #expect(policy.delay(after: 1, atLeast: .seconds(60), using: &generator) == .seconds(60))
        #expect(policy.delay(after: 1, atLeast: .seconds(-5), using: &generator) >= .zero)
    }
}
