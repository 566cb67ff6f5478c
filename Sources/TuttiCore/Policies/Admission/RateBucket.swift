/// What may be used of something that comes back at a steady rate: requests or tokens.
///
/// Holds an amount up to ``capacity`` and gains ``perSecond`` of it. What is used for a call whose cost is only guessed is
/// *reserved* until the cost is known; then the rest is given back, or what was used beyond it is owed: the amount may be
/// negative. While something is reserved the bucket fills only as far as leaves room for all of it to come back, so that
/// no more is ever used than a provider with a bucket of the same size grants.
struct RateBucket: Hashable, Sendable {
    /// A fraction of one that counts as nothing: amounts are sums of fractions.
    private static let tolerance = 1e-6

    let capacity: Double
    var perSecond: Double
    private(set) var amount: Double
    private(set) var reserved = 0.0
    private var filledAt: Nanoseconds

    /// Creates a full bucket; both values are more than 0.
    init(capacity: Double, perSecond: Double, at now: Nanoseconds) {
        self.capacity = capacity
        self.perSecond = perSecond
        self.amount = capacity
        self.filledAt = now
    }

    private var ceiling: Double { max(self.capacity - self.reserved, 0) }

    /// What must be there for a use of so much: one that is larger than the bucket begins when it is full.
    private func threshold(of amount: Double) -> Double { min(amount, self.capacity) }

    // MARK: Use

    mutating func fill(until now: Nanoseconds) {
        guard now > self.filledAt else { return }
        let gained = Double(now - self.filledAt) / 1e9 * self.perSecond
        self.amount = min(self.amount + gained, max(self.ceiling, self.amount))
        self.filledAt = now
    }

    func has(_ amount: Double) -> Bool { self.amount + Self.tolerance >= self.threshold(of: amount) }

    /// Uses so much; with `isGuess` it is reserved until ``settle(_:used:)``.
    mutating func use(_ amount: Double, isGuess: Bool = false) {
        self.amount -= amount
        if isGuess { self.reserved += amount }
    }

    /// What was reserved for a call has become what it used.
    mutating func settle(_ reserved: Double, used: Double) {
        self.reserved = max(self.reserved - reserved, 0)
        self.amount = min(self.amount + reserved - used, self.capacity)
    }

    /// Whoever grants it says that nothing is there.
    mutating func drain() { self.amount = min(self.amount, 0) }

    // MARK: Time

    /// The first instant from `start` on at which so much is there; `never` before something reserved is settled.
    func instant(of amount: Double, from start: Nanoseconds) -> Nanoseconds {
        if self.reserved > 0, self.threshold(of: amount) > self.ceiling, !self.has(amount) { return .never }
        return self.instant(afterUseOf: 0, of: amount, from: start)
    }

    /// The first instant from `start` on at which so much may be there after `before` was used, if nothing comes back.
    func instant(afterUseOf before: Double, of amount: Double, from start: Nanoseconds) -> Nanoseconds {
        var bucket = self
        bucket.fill(until: start)
        let missing = before + self.threshold(of: amount) - bucket.amount
        guard missing > Self.tolerance else { return start }
        let wait = (missing / self.perSecond * 1e9).rounded(.up)
        // Anything above 2^62 ns is longer than any run.
        return wait < 0x1p62 ? start.advanced(byAtMost: Nanoseconds(wait)) : .never
    }

    func checkInvariants() {
        precondition(self.amount <= self.capacity + Self.tolerance, "the bucket holds more than it can: \(self)")
        precondition(self.reserved >= 0, "less than nothing is reserved: \(self)")
    }
}
