/// Decides who may call a provider, and when: one for all branches and runs of a process.
///
/// A plain struct: it takes facts, each with its instant, and returns ``Decisions``; instants do not go back.
///
/// | fact | request | then |
/// | --- | --- | --- |
/// | requested | gate open, a place free, rates bear it, its turn | admitted |
/// | requested | cannot begin before its latest start | refused at once, with the earliest instant |
/// | requested | the queue is full | refused at once, with an instant of its own |
/// | requested | else | waits |
/// | ended | succeeded | one place more, up to the maximum, if half of them were taken |
/// | ended | too many calls, overloaded, timed out | one tenth of the places less, at least one less and one left |
/// | ended | with a `Retry-After` | the gate is closed until then, for all |
/// | ended | too many calls | the rate is what was granted until then; where one is configured, nothing is left of it |
/// | ended | in any way | its place is free, its tokens are settled, and others are admitted |
/// | withdrawn | admitted, and not called after all | its place, its turn of the rate and its tokens are given back |
/// | cancelled | waits | leaves the queue |
/// | timePassed | its latest start has come, and it still waits | refused |
///
/// Whoever is behind the gate, or after a `Retry-After` that nobody could wait for, is refused as soon as that is known.
/// Runs are served in turn, the requests of one run as they came; nobody overtakes because he asks for less.
package struct AdmissionController {
    package typealias ID = Int

    /// What is to be done after a fact.
    package struct Decisions: Equatable {
        /// Those that may begin, in this order.
        package var admitted: [ID] = []
        /// Those that may not, and why.
        package var refused: [Refusal] = []
        /// The instant at which ``AdmissionController/timePassed(at:)`` is to be told, if nothing comes before.
        package var wakeUp = Nanoseconds.never

        /// Nothing.
        package init() {}
    }

    /// Somebody may not begin.
    package struct Refusal: Equatable {
        package var id: ID
        package var reason: AdmissionRefusal.Reason
        /// The earliest instant at which it is worth to ask again.
        package var retryAt: Nanoseconds

        package init(id: ID, reason: AdmissionRefusal.Reason, retryAt: Nanoseconds) {
            self.id = id
            self.reason = reason
            self.retryAt = retryAt
        }
    }

    struct Ticket: Sendable {
        let id: ID
        let request: AdmissionRequest
    }

    /// A call that was admitted.
    struct Flight {
        let tokens: Double
        let began: Nanoseconds
    }

    /// The longest time that a provider can close the gate for: longer ones are mistakes more often than quotas.
    package static let maximumGate: Nanoseconds = 86_400 * 1_000_000_000
    /// What a call is taken to last before one has succeeded.
    private static let assumedDuration: Nanoseconds = 2_000_000_000

    package let maximumConcurrency: Int
    package let maximumQueue: Int
    /// The calls that may be under way at the same moment: from 1 to ``maximumConcurrency``.
    package private(set) var concurrency: Int
    /// Nobody begins before.
    package private(set) var gate: Nanoseconds = .min
    private(set) var now: Nanoseconds
    var queue = FairQueue<RunID, Ticket>()
    var flights: [ID: Flight] = [:]
    var requests: RateBucket?
    var tokens: RateBucket?
    private let learnsRate: Bool
    private var learned = LearnedRate()
    /// The time of a call, as the latest ones had it.
    private var usualDuration = Self.assumedDuration
    /// The tokens of a call, as the latest ones had them; nil before one has ended.
    private var usualTokens: Double?
    var promises = Promises()

    package init(_ configuration: Provider.Configuration, at now: Nanoseconds) {
        self.maximumConcurrency = max(configuration.maximumConcurrency, 1)
        self.maximumQueue = max(configuration.maximumQueue ?? 2 * self.maximumConcurrency, 0)
        self.concurrency = self.maximumConcurrency
        self.now = now
        self.learnsRate = configuration.requestsPerMinute == nil
        self.requests = configuration.requestsPerMinute.map { Self.minutely($0, at: now) }
        self.tokens = configuration.tokensPerMinute.map { Self.minutely($0, at: now) }
    }

    /// Providers grant what a minute allows at once, and then as it comes back.
    private static func minutely(_ amount: Int, at now: Nanoseconds) -> RateBucket {
        let amount = Double(max(amount, 1))
        return RateBucket(capacity: amount, perSecond: amount / 60, at: now)
    }

    /// The requests that wait.
    package var waiting: Int { self.queue.count }
    /// The calls that are under way.
    package var inFlight: Int { self.flights.count }
    /// The requests a second that the provider is known to grant.
    package var requestsPerSecond: Double? { self.requests?.perSecond }

    // MARK: Facts

    /// Somebody wants to call; `id` is new.
    package mutating func requested(_ id: ID, _ request: AdmissionRequest, at now: Nanoseconds) -> Decisions {
        self.advance(to: now)
        self.queue.append(Ticket(id: id, request: request), of: request.run)
        var decisions = self.decide()
        guard self.queue.count > self.maximumQueue else { return decisions }
        let instant = self.promise(to: request)
        self.queue.removeAll { $0.id == id }
        decisions.refused.append(Refusal(id: id, reason: .queueFull, retryAt: instant))
        decisions.wakeUp = self.nextWakeUp
        return decisions
    }

    /// A call that was admitted has ended; `usedTokens` is nil when nobody knows them.
    package mutating func ended(
        _ id: ID, _ outcome: CallOutcome, usedTokens: Int?, at now: Nanoseconds
    ) -> Decisions {
        guard let flight = self.flights[id] else { preconditionFailure("call \(id) ended and was not under way") }
        self.advance(to: now)
        self.adapt(to: outcome, of: flight)
        self.flights[id] = nil
        let used = (usedTokens ?? outcome.usualTokens).map { Double(max($0, 0)) } ?? flight.tokens
        if outcome == .succeeded { self.usualTokens = self.usualTokens.map { $0 + (used - $0) / 8 } ?? used }
        self.tokens?.settle(flight.tokens, used: used)
        return self.decide()
    }

    /// A call that was admitted is not made after all.
    package mutating func withdrawn(_ id: ID, at now: Nanoseconds) -> Decisions {
        guard let flight = self.flights.removeValue(forKey: id) else {
            preconditionFailure("call \(id) was withdrawn and was not under way")
        }
        self.advance(to: now)
        self.requests?.settle(1, used: 0)
        self.tokens?.settle(flight.tokens, used: 0)
        return self.decide()
    }

    /// Somebody who waits does not want to call any more; does nothing for somebody who does not wait.
    package mutating func cancelled(_ id: ID, at now: Nanoseconds) -> Decisions {
        self.advance(to: now)
        self.queue.removeAll { $0.id == id }
        return self.decide()
    }

    /// It is `now`.
    package mutating func timePassed(at now: Nanoseconds) -> Decisions {
        self.advance(to: now)
        return self.decide()
    }

    // MARK: Limits

    private mutating func advance(to now: Nanoseconds) {
        self.now = max(self.now, now)
        self.requests?.fill(until: self.now)
        self.tokens?.fill(until: self.now)
    }

    private mutating func adapt(to outcome: CallOutcome, of flight: Flight) {
        if outcome == .succeeded {
            if 2 * self.inFlight >= self.concurrency {
                self.concurrency = min(self.concurrency + 1, self.maximumConcurrency)
            }
            self.usualDuration += (self.now - flight.began - self.usualDuration) / 8
        }
        if outcome.asksForLess { self.concurrency = max(self.concurrency * 9 / 10, 1) }
        if let time = outcome.retryAfter, time > .zero {
            let closed = min(time.nanoseconds, Self.maximumGate)
            self.gate = max(self.gate, self.now.advanced(byAtMost: closed))
        }
        if self.learnsRate { self.learn(from: outcome, of: flight) }
        if case .rateLimited = outcome { self.requests?.drain() }
    }

    private mutating func learn(from outcome: CallOutcome, of flight: Flight) {
        switch outcome {
        case .succeeded: self.learned.requestSucceeded()
        case .rateLimited: self.learned.requestRefused(begunAt: flight.began, at: self.now)
        case .overloaded, .timedOut, .failed, .rejected, .cancelled: return
        }
        self.takeLearnedRate()
    }

    /// Calls are spaced evenly by a rate that is learned: nobody knows how many the provider bears at once.
    private mutating func takeLearnedRate() {
        guard let rate = self.learned.perSecond else {
            self.requests = nil
            return
        }
        if self.requests == nil { self.requests = RateBucket(capacity: 1, perSecond: rate, at: self.now) }
        self.requests?.perSecond = rate
    }

    // MARK: Promises

    /// When somebody for whom there is no place is to come again: behind all others who were told so, while half of the
    /// queue still waits, so that places are free for them and calls are not missing.
    private mutating func promise(to request: AdmissionRequest) -> Nanoseconds {
        let ahead = max(self.waiting - 1 - self.maximumQueue / 2, 0) + self.promises.count(at: self.now)
        let start = max(self.now, self.gate)
        // Before anything is known: calls use less than they may.
        let tokens = self.usualTokens ?? Double(request.tokens) / 2
        let place = Double(self.usualDuration) / Double(self.concurrency) * Double(ahead)
        let instant = max(
            start.advanced(byAtMost: max(Nanoseconds(min(place, 0x1p62)), 1)),
            self.requests?.instant(afterUseOf: Double(ahead), of: 1, from: start) ?? start,
            self.tokens?.instant(afterUseOf: Double(ahead) * tokens, of: tokens, from: start) ?? start)
        self.promises.add(instant)
        return instant
    }

    // MARK: Admission

    mutating func begin(_ ticket: Ticket) {
        let tokens = Double(ticket.request.tokens)
        self.requests?.use(1)
        self.tokens?.use(tokens, isGuess: true)
        self.flights[ticket.id] = Flight(tokens: tokens, began: self.now)
        guard self.learnsRate else { return }
        self.learned.requestBegan(at: self.now)
        // After a long silence nothing is known any more.
        if self.learned.perSecond == nil { self.requests = nil }
    }
}
