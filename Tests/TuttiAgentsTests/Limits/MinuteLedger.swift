import TuttiCore

/// What a provider grants in a minute, as providers count it.
struct MinuteLedger {
    enum Kind: String, CaseIterable {
        /// A minute's worth at once, and then as it comes back, evenly.
        case bucket
        /// What was granted in the last sixty seconds counts.
        case window
    }

    private struct Grant {
        let instant: Duration
        let tokens: Int
    }

    static let requestsPerMinute = 60
    static let tokensPerMinute = 20_000
    private static let minute = Duration.seconds(60)

    let kind: Kind
    private var requests = Double(Self.requestsPerMinute)
    private var tokens = Double(Self.tokensPerMinute)
    private var filledAt = Duration.zero
    private var grants: [Grant] = []

    init(_ kind: Kind) { self.kind = kind }

    /// Grants a call and returns nil, or says how long to wait before there is a chance.
    mutating func refusal(of tokens: Int, at now: Duration) -> Duration? {
        let wait = self.wait(for: tokens, at: now)
        guard wait == .zero else { return wait }
        self.requests -= 1
        self.tokens -= Double(tokens)
        self.grants.append(Grant(instant: now, tokens: tokens))
        return nil
    }

    private mutating func wait(for tokens: Int, at now: Duration) -> Duration {
        switch self.kind {
        case .bucket:
            let elapsed = (now - self.filledAt) / .seconds(1)
            self.filledAt = now
            let (requestRate, tokenRate) = (Double(Self.requestsPerMinute) / 60, Double(Self.tokensPerMinute) / 60)
            self.requests = min(self.requests + elapsed * requestRate, Double(Self.requestsPerMinute))
            self.tokens = min(self.tokens + elapsed * tokenRate, Double(Self.tokensPerMinute))
            let missing = max((1 - self.requests) / requestRate, (Double(tokens) - self.tokens) / tokenRate)
            return missing > 1e-6 ? .seconds(missing) : .zero
        case .window:
            self.grants.removeAll { $0.instant + Self.minute <= now }
            var remaining = self.grants[...]
            var used = remaining.reduce(0) { $0 + $1.tokens }
            var wait = Duration.zero
            while remaining.count >= Self.requestsPerMinute || used + tokens > Self.tokensPerMinute {
                guard let oldest = remaining.popFirst() else { return wait }
                used -= oldest.tokens
                wait = oldest.instant + Self.minute - now
            }
            return wait
        }
    }

    /// The instant at which the last of these calls can be granted, if each is made as soon as it can be.
    static func idealEnd(of calls: [Int], _ kind: Kind) -> Duration {
        var ledger = MinuteLedger(kind)
        var now = Duration.zero
        for tokens in calls {
            while let wait = ledger.refusal(of: tokens, at: now) { now += wait }
        }
        return now
    }
}
