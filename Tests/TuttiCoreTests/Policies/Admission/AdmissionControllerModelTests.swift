import Testing
import TuttiCore

/// Random facts, thousands of seeds, and an oracle that knows only the rules.
@Suite struct AdmissionControllerModelTests {
    /// A provider, a few runs that want something of it, and time that passes.
    private struct Play {
        private static let runs = ["a", "b", "c", "d"].map { RunID($0) }

        var random: SeededRandomNumberGenerator
        var controller: AdmissionController
        var oracle: AdmissionOracle
        let isHonest: Bool
        var now: Nanoseconds = 0
        var wakeUp = Nanoseconds.never
        var next = 0
        /// The outcome of a call is fixed when it is asked for: a provider charges at the beginning.
        var outcomes: [Int: CallOutcome] = [:]

        init(seed: UInt64) {
            var random = SeededRandomNumberGenerator(seed: seed)
            var configuration = Provider.Configuration(maximumConcurrency: Int.random(in: 1...6, using: &random))
            if Bool.random(using: &random) { configuration.maximumQueue = Int.random(in: 0...10, using: &random) }
            if Bool.random(using: &random) { configuration.requestsPerMinute = Int.random(in: 1...120, using: &random) }
            if Bool.random(using: &random) {
                configuration.tokensPerMinute = Int.random(in: 100...2000, using: &random)
            }
            self.isHonest = Int.random(in: 0..<4, using: &random) > 0
            self.random = random
            self.controller = AdmissionController(configuration, at: 0)
            self.oracle = AdmissionOracle(configuration, isHonest: self.isHonest)
        }

        mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self.random) }

        mutating func drawOutcome() -> CallOutcome {
            switch self.draw(0...15) {
            case 0: .rateLimited(retryAfter: .milliseconds(self.draw(0...20_000)))
            case 1: .rateLimited(retryAfter: nil)
            case 2: .overloaded(retryAfter: .seconds(1))
            case 3: .timedOut
            case 4: .failed
            case 5: .rejected
            case 6: .cancelled
            default: .succeeded
            }
        }

        /// One fact.
        mutating func step() {
            switch self.draw(0...9) {
            case 0...4: self.ask()
            case 5...6: self.endOne()
            case 7: self.cancelOne()
            default: self.pass(Nanoseconds(self.draw(0...3_000)) * 1_000_000)
            }
        }

        mutating func ask() {
            self.next += 1
            let tokens = self.draw(0...3) == 0 ? 0 : self.draw(0...600)
            var request = AdmissionRequest(run: Self.runs[self.draw(0...3)], tokens: tokens)
            if self.draw(0...2) == 0 {
                request.deadline = self.now + Nanoseconds(self.draw(0...30_000)) * 1_000_000
                request.expectedDuration = Nanoseconds(self.draw(0...2_000)) * 1_000_000
            }
            let outcome = self.drawOutcome()
            self.outcomes[self.next] = outcome
            let isCharged = outcome.tokensWhenUntold == nil
            let used = self.isHonest ? self.draw(0...max(tokens, 0)) : self.draw(0...1_200)
            self.oracle.asked(self.next, request, using: isCharged ? used : 0)
            self.take(self.controller.requested(self.next, request, at: self.now))
        }

        mutating func endOne() {
            guard let id = self.oracle.flying.keys.sorted().randomElement(using: &self.random) else { return }
            let (outcome, used) = (self.outcomes[id] ?? .succeeded, self.oracle.flying[id]?.usedTokens)
            self.oracle.ended(id, retryAfter: outcome.gateTime, at: self.now)
            self.take(self.controller.ended(id, outcome, usedTokens: used, at: self.now))
        }

        mutating func cancelOne() {
            guard let id = self.oracle.waiting.keys.sorted().randomElement(using: &self.random) else { return }
            self.oracle.cancelled(id)
            self.take(self.controller.cancelled(id, at: self.now))
        }

        /// Time passes, and the controller is woken when it wants to be.
        mutating func pass(_ time: Nanoseconds) {
            let end = self.now + time
            var steps = 0
            while self.wakeUp <= end, steps < 10_000 {
                self.now = self.wakeUp
                self.take(self.controller.timePassed(at: self.now))
                steps += 1
            }
            if steps == 10_000 { self.problems.append("woken for ever") }
            self.now = end
        }

        var problems: [String] = []

        private mutating func take(_ decisions: AdmissionController.Decisions) {
            self.controller.checkInvariants()
            self.oracle.check(decisions, of: self.controller, at: self.now)
            self.wakeUp = decisions.wakeUp
        }

        /// All calls succeed from now on, and nobody comes: everybody must be served or refused.
        mutating func finish() {
            var steps = 0
            while !self.oracle.waiting.isEmpty || !self.oracle.flying.isEmpty, steps < 1_000 {
                steps += 1
                if self.oracle.flying.isEmpty { self.pass(max(self.wakeUp - self.now, 0)) } else { self.endOne() }
            }
            if !self.oracle.waiting.isEmpty { self.problems.append("somebody waits for ever") }
        }
    }

    private static func play(_ seed: UInt64) -> Play {
        var play = Play(seed: seed)
        for _ in 0..<60 { play.step() }
        play.finish()
        return play
    }

    @Test func `two thousand seeds of random facts break no rule of the provider, of fairness or of the queue`() {
        var (admissions, refusals) = (0, [AdmissionRefusal.Reason: Int]())
        for seed in 0..<UInt64(2_000) {
            let play = Self.play(seed)
            let violations = play.oracle.violations + play.problems
            #expect(violations.isEmpty, "seed \(seed): \(violations.prefix(3))")
            if !violations.isEmpty { break }
            admissions += play.oracle.admissions
            refusals.merge(play.oracle.refusals, uniquingKeysWith: +)
        }
        // The worlds are worth something only while all of it happens.
        #expect(admissions > 10_000)
        #expect(refusals[.queueFull, default: 0] > 5_000)
        #expect(refusals[.deadline, default: 0] > 5_000)
    }
}

extension CallOutcome {
    /// The time that the gate is closed for.
    fileprivate var gateTime: Duration? {
        switch self {
        case .rateLimited(let time), .overloaded(let time): time
        default: nil
        }
    }

    /// Zero for calls that no provider charges.
    fileprivate var tokensWhenUntold: Int? {
        switch self {
        case .rateLimited, .overloaded, .rejected: 0
        default: nil
        }
    }
}
