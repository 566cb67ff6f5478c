/// Bounds the retries against one provider, so that an outage is not answered with several times the load.
///
/// A bucket as gRPC has it: a transient failure takes a token, a success gives a tenth of one, and only while it is more
/// than half full is anything tried again. So, from any moment on, there are fewer retries than half the bucket and a
/// tenth of the successes. Besides, of the attempts in flight only a share may be retries, and a few in any case.
///
/// | fact | then |
/// | --- | --- |
/// | an attempt began | it is in flight |
/// | an attempt succeeded | it is not in flight any more, and a part of a token is earned |
/// | an attempt failed in a way that can pass | it is not in flight any more, and a token is spent |
/// | an attempt ended otherwise: a permanent failure, cancelled, given up | it is not in flight any more |
/// | a hedge is granted while the bucket is full | nothing |
/// | a hedge is granted while the bucket is not full | a token is spent |
package struct RetryBudget: Hashable, Sendable {
    private let minimumInFlight: Int
    private let shareInThousandths: Int
    private let earned: Int
    private var bucket: TokenBucket
    /// The attempts in flight, retries and hedges included.
    package private(set) var attemptsInFlight = 0
    /// The retries and hedges in flight.
    package private(set) var retriesInFlight = 0

    package init(_ configuration: AttemptBudget.Configuration = .init()) {
        self.minimumInFlight = max(0, configuration.minimumRetriesInFlight)
        self.shareInThousandths = min(TokenBucket.thousandths(configuration.retryShare), 1000)
        self.earned = TokenBucket.thousandths(configuration.tokensPerSuccess)
        self.bucket = TokenBucket(maximum: configuration.retryTokens)
    }

    /// What is left of the tokens.
    package var tokens: Double { self.bucket.amount }

    /// Whether one more attempt may be a retry or a hedge.
    package var mayRetry: Bool {
        self.bucket.isMoreThanHalfFull
            && self.retriesInFlight
                < Self.most(
                    of: self.attemptsInFlight + 1, thousandths: self.shareInThousandths, atLeast: self.minimumInFlight)
    }

    /// The retries that may be among so many attempts in flight.
    private static func most(of attempts: Int, thousandths share: Int, atLeast minimum: Int) -> Int {
        max(minimum, attempts * share / 1000)
    }

    package mutating func attemptBegan(isRetry: Bool) {
        self.attemptsInFlight += 1
        self.retriesInFlight += isRetry ? 1 : 0
    }

    package mutating func attemptEnded(_ outcome: AttemptBudget.Outcome, wasRetry: Bool) {
        self.attemptsInFlight -= 1
        self.retriesInFlight -= wasRetry ? 1 : 0
        switch outcome {
        case .success: self.bucket.earn(thousandths: self.earned)
        case .transientFailure: self.bucket.spendOne()
        case .other: break
        }
        precondition(self.retriesInFlight >= 0, "more retries ended than began: \(self)")
        precondition(self.attemptsInFlight >= self.retriesInFlight, "more attempts ended than began: \(self)")
    }

    /// A hedge will begin: with a provider that fails at times it costs what a failure does.
    package mutating func hedgeGranted() { if !self.bucket.isFull { self.bucket.spendOne() } }

    /// What must hold after each fact; traps when it does not.
    package func checkInvariants() {
        precondition(
            0 <= self.retriesInFlight && self.retriesInFlight <= self.attemptsInFlight, "miscounted: \(self)")
        self.bucket.checkInvariants()
    }
}
