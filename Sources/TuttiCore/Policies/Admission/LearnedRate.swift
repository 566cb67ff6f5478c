/// The rate of requests that a provider bears, learned from its refusals where nobody has configured it.
///
/// Nothing is known, and nothing is limited, before the first refusal. A refusal says that the requests since the one
/// before it were too many: the rate becomes ``backingOff`` of theirs. Each success raises it by ``growth``, so that it
/// goes up and down around what the provider really grants, and what is granted and not used in the valleys is what the
/// hills take. It is forgotten when it has grown far above what was learned, and after ``idleTime`` without a request.
struct LearnedRate: Hashable, Sendable {
    private static let backingOff = 0.9
    private static let growth = 1.01
    /// The growth, as a factor, at which the rate no longer means anything.
    private static let forgetting = 2.5
    /// Providers count by the minute: after a minute of silence all is granted again.
    private static let idleTime: Nanoseconds = 60_000_000_000
    private static let minimum = 1.0 / 60

    /// In requests a second; nil while nothing is known.
    private(set) var perSecond: Double?
    private var learned = 0.0
    private var lastRefusal: Nanoseconds = .min
    private var firstRequest: Nanoseconds?
    private var lastRequest: Nanoseconds = .min
    /// The requests since the last refusal.
    private var requests = 0.0

    mutating func requestBegan(at now: Nanoseconds) {
        if self.lastRequest != .min, now - self.lastRequest > Self.idleTime { self = LearnedRate() }
        if self.firstRequest == nil { self.firstRequest = now }
        self.lastRequest = now
        self.requests += 1
    }

    mutating func requestSucceeded() {
        guard let rate = self.perSecond else { return }
        let grown = rate * Self.growth
        self.perSecond = grown > self.learned * Self.forgetting ? nil : grown
    }

    mutating func requestRefused(begunAt beginning: Nanoseconds, at now: Nanoseconds) {
        // Of one burst only the first counts: the others were under way when it was learned from.
        guard beginning >= self.lastRefusal, let start = self.firstRequest else { return }
        let elapsed = Double(now - start) / 1e9
        let granted = self.requests - 1
        if granted > 0, elapsed > 0 {
            self.perSecond = max(granted / elapsed * Self.backingOff, Self.minimum)
        } else {
            self.perSecond = self.perSecond.map { max($0 * Self.backingOff, Self.minimum) }
        }
        self.learned = self.perSecond ?? 0
        self.lastRefusal = now
        self.firstRequest = now
        self.requests = 0
    }
}
