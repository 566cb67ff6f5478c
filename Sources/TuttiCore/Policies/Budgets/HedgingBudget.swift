/// Bounds the hedges against one provider to a share of the calls.
///
/// Each call earns its share of a hedge. The first hedge is there from the start, so that hedging does not begin after
/// twenty calls; what is not used is kept up to a bound, because slow calls come together. So there are never more hedges
/// than the share of the calls and one; in any stretch of calls, than their share and the bound.
///
/// | fact | then |
/// | --- | --- |
/// | a call began, which is neither a retry nor a hedge | its share of a hedge is earned, up to the bound |
/// | a hedge is wanted, and one is there | it is taken |
/// | a hedge is wanted, and less than one is there | nothing |
package struct HedgingBudget: Hashable, Sendable {
    private let earned: Int
    private var bucket: TokenBucket

    package init(_ configuration: AttemptBudget.Configuration = .init()) {
        self.earned = min(TokenBucket.thousandths(configuration.hedgeShare), 1000)
        self.bucket = TokenBucket(maximum: configuration.hedgeBurst, initially: 1)
    }

    /// Whether a hedge is there.
    package var mayHedge: Bool { self.bucket.hasOne }

    package mutating func callBegan() { self.bucket.earn(thousandths: self.earned) }

    /// A hedge will begin; trap when none is there.
    package mutating func hedgeGranted() {
        precondition(self.mayHedge, "a hedge was granted that is not there: \(self)")
        self.bucket.spendOne()
    }

    /// What must hold after each fact; traps when it does not.
    package func checkInvariants() { self.bucket.checkInvariants() }
}
