import TuttiCore

/// Knows what was asked and admitted, and judges it by rules of its own: that of a provider with a bucket for requests
/// and one for tokens, whose gate is closed, who has so many places.
struct AdmissionOracle {
    /// A bucket as a provider has it: it charges at the beginning, and what is used, not what was guessed.
    private struct Bucket {
        let capacity: Double
        var amount: Double
        var instant: Nanoseconds = 0

        init(_ capacity: Int) {
            self.capacity = Double(capacity)
            self.amount = Double(capacity)
        }

        /// False when so much was not there.
        mutating func charge(_ amount: Int, at now: Nanoseconds) -> Bool {
            self.amount = min(self.capacity, self.amount + Double(now - self.instant) / 1e9 * self.capacity / 60)
            self.instant = now
            self.amount -= Double(amount)
            return self.amount > -0.01 || Double(amount) >= self.capacity
        }
    }

    struct Asked {
        let request: AdmissionRequest
        /// What the call will use, if it is admitted.
        let usedTokens: Int
    }

    private let configuration: Provider.Configuration
    /// Whether the tokens of all calls are at most those that were asked for.
    private let isHonest: Bool
    private var requests: Bucket?
    private var tokens: Bucket?
    private(set) var gate: Nanoseconds = .min
    private(set) var waiting: [Int: Asked] = [:]
    private(set) var flying: [Int: Asked] = [:]
    /// Of each run that waits, how often each other one was served since its last turn, or since it began to wait.
    private var turnsOfOthers: [RunID: [RunID: Int]] = [:]
    private(set) var violations: [String] = []
    private(set) var admissions = 0
    private(set) var refusals: [AdmissionRefusal.Reason: Int] = [:]

    init(_ configuration: Provider.Configuration, isHonest: Bool) {
        self.configuration = configuration
        self.isHonest = isHonest
        self.requests = configuration.requestsPerMinute.map { Bucket($0) }
        self.tokens = configuration.tokensPerMinute.map { Bucket($0) }
    }

    mutating func asked(_ id: Int, _ request: AdmissionRequest, using tokens: Int) {
        if !self.isWaiting(request.run) { self.turnsOfOthers[request.run] = [:] }
        self.waiting[id] = Asked(request: request, usedTokens: tokens)
    }

    mutating func cancelled(_ id: Int) { self.waiting[id] = nil }

    private func isWaiting(_ run: RunID) -> Bool { self.waiting.contains { $0.value.request.run == run } }

    mutating func ended(_ id: Int, retryAfter: Duration?, at now: Nanoseconds) {
        self.flying[id] = nil
        if let retryAfter { self.gate = max(self.gate, now + retryAfter.nanoseconds) }
    }

    // MARK: Decisions

    mutating func check(
        _ decisions: AdmissionController.Decisions, of controller: AdmissionController, at now: Nanoseconds
    ) {
        for refusal in decisions.refused { self.refused(refusal, at: now) }
        for id in decisions.admitted { self.admitted(id, at: now) }
        self.expect(controller.waiting == self.waiting.count, "\(self.waiting.count) wait, not \(controller.waiting)")
        self.expect(controller.inFlight == self.flying.count, "\(self.flying.count) fly, not \(controller.inFlight)")
        // 5: no more at once than the limit; 25: no more that wait.
        self.expect(self.flying.count <= self.configuration.maximumConcurrency, "too many calls at once")
        let bound = self.configuration.maximumQueue ?? 2 * self.configuration.maximumConcurrency
        self.expect(self.waiting.count <= bound, "the queue is longer than its bound")
        guard !self.waiting.isEmpty else { return self.expect(decisions.wakeUp == .never, "woken for nobody") }
        // 22: nobody waits without a reason, and whoever waits is looked after.
        self.expect(decisions.wakeUp > now, "woken in the past")
        let isLimited = controller.requestsPerSecond != nil || self.tokens != nil || self.gate > now
        if self.flying.count < controller.concurrency {
            self.expect(isLimited, "a place is free, and somebody waits")
        }
        if self.flying.isEmpty { self.expect(decisions.wakeUp != .never, "nothing will ever wake those who wait") }
        let overdue = self.waiting.values.contains { Self.latestStart($0) <= now }
        self.expect(!overdue, "somebody waits whose time has come")
    }

    private mutating func admitted(_ id: Int, at now: Nanoseconds) {
        guard let asked = self.waiting.removeValue(forKey: id) else {
            return self.fail("\(id) was admitted, and did not wait")
        }
        self.admissions += 1
        self.flying[id] = asked
        // 10: no earlier than Retry-After, no later than of use.
        self.expect(now >= self.gate, "admitted before the gate opens")
        self.expect(now <= Self.latestStart(asked), "admitted too late to be of use")
        // 23: first come first served within a run, and no run twice before another that waits.
        let run = asked.request.run
        let isFirst = !self.waiting.contains { $0.value.request.run == run && $0.key < id }
        self.expect(isFirst, "\(id) has overtaken one of its own run")
        self.turnsOfOthers[run] = [:]
        for other in Set(self.waiting.values.map(\.request.run)) where other != run {
            self.turnsOfOthers[other, default: [:]][run, default: 0] += 1
            let isFair = self.turnsOfOthers[other]?[run] ?? 0 <= 1
            self.expect(isFair, "a run was served twice while another waited for its turn")
        }
        if self.isHonest {
            self.expect(self.requests?.charge(1, at: now) ?? true, "more requests than a minute has")
            self.expect(self.tokens?.charge(asked.usedTokens, at: now) ?? true, "more tokens than a minute has")
        }
    }

    private mutating func refused(_ refusal: AdmissionController.Refusal, at now: Nanoseconds) {
        guard let asked = self.waiting.removeValue(forKey: refusal.id) else {
            return self.fail("\(refusal.id) was refused, and did not wait")
        }
        self.refusals[refusal.reason, default: 0] += 1
        self.expect(refusal.retryAt > now, "told to come again at once")
        guard refusal.reason == .deadline else { return }
        let isLate = Self.latestStart(asked) <= now || self.gate > Self.latestStart(asked)
        let hasRates = self.tokens != nil || self.requests != nil || refusal.retryAt > Self.latestStart(asked)
        self.expect(isLate || hasRates, "refused, and it could have begun in time")
    }

    static func latestStart(_ asked: Asked) -> Nanoseconds {
        asked.request.deadline == .never ? .never : asked.request.deadline - asked.request.expectedDuration
    }

    private mutating func expect(_ holds: Bool, _ violation: String) { if !holds { self.fail(violation) } }

    private mutating func fail(_ violation: String) { self.violations.append(violation) }
}
