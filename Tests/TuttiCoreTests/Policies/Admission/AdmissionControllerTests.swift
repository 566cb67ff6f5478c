import Testing
import TuttiCore

/// Row by row: a fact, and what is decided. Instants are seconds.
@Suite struct AdmissionControllerTests {
    private static let second: Nanoseconds = 1_000_000_000

    /// A controller that numbers its requests and reads its instants in seconds.
    private struct Probe {
        var controller: AdmissionController
        var next = 0

        init(_ configuration: Provider.Configuration) { self.controller = AdmissionController(configuration, at: 0) }

        mutating func request(
            _ run: String = "a", tokens: Int = 0, by deadline: Double? = nil, needing duration: Double = 0,
            at time: Double
        ) -> AdmissionController.Decisions {
            self.next += 1
            return self.controller.requested(
                self.next,
                AdmissionRequest(
                    run: RunID(run), tokens: tokens, deadline: deadline.map { Self.instant($0) } ?? .never,
                    expectedDuration: Self.instant(duration)), at: Self.instant(time))
        }

        mutating func end(
            _ id: Int, _ outcome: CallOutcome = .succeeded, used: Int? = nil, at time: Double
        ) -> AdmissionController.Decisions {
            self.controller.ended(id, outcome, usedTokens: used, at: Self.instant(time))
        }

        mutating func pass(to time: Double) -> AdmissionController.Decisions {
            self.controller.timePassed(at: Self.instant(time))
        }

        static func instant(_ time: Double) -> Nanoseconds { Nanoseconds(time * 1e9) }
    }

    private static func probe(_ concurrency: Int = 2, queue: Int? = nil, rpm: Int? = nil, tpm: Int? = nil) -> Probe {
        var configuration = Provider.Configuration(
            maximumConcurrency: concurrency, requestsPerMinute: rpm, tokensPerMinute: tpm)
        configuration.maximumQueue = queue
        return Probe(configuration)
    }

    // MARK: Places

    @Test func `as many calls as there are places are admitted, the next waits for the end of one`() {
        var probe = Self.probe(2)
        #expect(probe.request(at: 0).admitted == [1])
        #expect(probe.request(at: 0).admitted == [2])
        #expect(probe.request(at: 0).admitted == [])
        #expect(probe.controller.waiting == 1)
        let decisions = probe.end(1, at: 3)
        #expect(decisions.admitted == [3])
        #expect(decisions.wakeUp == .never)
        #expect(probe.controller.inFlight == 2)
    }

    @Test func `who finds the queue full is refused and told when to come, each at an instant of his own`() {
        var probe = Self.probe(1, queue: 2)
        _ = probe.request(at: 0)
        _ = probe.request(at: 0)
        _ = probe.request(at: 0)
        let first = probe.request(at: 0).refused
        let second = probe.request(at: 0).refused
        #expect(first.map(\.reason) == [.queueFull])
        #expect(second.map(\.id) == [5])
        // Nothing is known of the length of a call: it is taken to be two seconds. One waits at most when they come.
        #expect(first.map(\.retryAt) == [Probe.instant(2)])
        #expect(second.map(\.retryAt) == [Probe.instant(4)])
        #expect(probe.controller.waiting == 2)
    }

    @Test func `without a queue a call is admitted or refused at once`() {
        var probe = Self.probe(1, queue: 0)
        #expect(probe.request(at: 0).admitted == [1])
        #expect(probe.request(at: 0).refused.map(\.id) == [2])
        #expect(probe.end(1, at: 1).admitted == [])
        #expect(probe.request(at: 1).admitted == [3])
    }

    @Test func `runs are served in turn, and the requests of one as they came`() {
        var probe = Self.probe(1, queue: 10)
        _ = probe.request("a", at: 0)
        for _ in 2...4 { _ = probe.request("a", at: 0) }
        _ = probe.request("b", at: 0)
        _ = probe.request("b", at: 0)
        _ = probe.request("c", at: 0)
        var order: [Int] = [1]
        while let last = order.last, order.count < 7 { order += probe.end(last, at: 1).admitted }
        #expect(order == [1, 2, 5, 7, 3, 6, 4])
    }

    @Test func `a request that is cancelled leaves the queue, and nobody else's turn changes`() {
        var probe = Self.probe(1)
        _ = probe.request("a", at: 0)
        _ = probe.request("a", at: 0)
        _ = probe.request("b", at: 0)
        #expect(probe.controller.cancelled(2, at: 0) == .init())
        #expect(probe.end(1, at: 1).admitted == [3])
        #expect(probe.controller.cancelled(3, at: 1) == .init(), "it does not wait any more")
        #expect(probe.controller.inFlight == 1)
    }

    // MARK: Places that come and go

    @Test(arguments: [CallOutcome.rateLimited(retryAfter: nil), .overloaded(retryAfter: nil), .timedOut])
    func `a provider with too much to do gets a tenth less at once, never nothing`(_ outcome: CallOutcome) {
        var probe = Self.probe(20)
        for _ in 1...20 { _ = probe.request(at: 0) }
        _ = probe.end(1, outcome, at: 0)
        #expect(probe.controller.concurrency == 18)
        for id in 2...20 { _ = probe.end(id, outcome, at: 0) }
        #expect(probe.controller.concurrency == 1)
    }

    @Test(arguments: [CallOutcome.failed, .rejected, .cancelled])
    func `other ends change nothing`(_ outcome: CallOutcome) {
        var probe = Self.probe(4)
        _ = probe.request(at: 0)
        _ = probe.end(1, outcome, at: 0)
        #expect(probe.controller.concurrency == 4)
        #expect(probe.controller.inFlight == 0)
    }

    @Test func `each success gives a place back while half of them are taken, up to the maximum`() {
        var probe = Self.probe(4)
        for _ in 1...4 { _ = probe.request(at: 0) }
        for id in 1...4 { _ = probe.end(id, .timedOut, at: 0) }
        #expect(probe.controller.concurrency == 1)
        var places: [Int] = []
        for id in [5, 6, 7, 8] {
            _ = probe.request(at: 1)
            _ = probe.end(id, at: 1)
            places.append(probe.controller.concurrency)
        }
        // One of three is less than half.
        #expect(places == [2, 3, 3, 3])
    }

    // MARK: The gate

    @Test func `after a Retry-After nobody begins before, whoever asks`() {
        var probe = Self.probe(4)
        _ = probe.request(at: 0)
        _ = probe.request(at: 0)
        _ = probe.end(1, .rateLimited(retryAfter: .seconds(5)), at: 1)
        #expect(probe.request("b", at: 2).admitted == [])
        // A shorter one does not open it earlier.
        let decisions = probe.end(2, .overloaded(retryAfter: .seconds(1)), at: 2)
        #expect(decisions.wakeUp == Probe.instant(6))
        #expect(probe.pass(to: 5.9).admitted == [])
        #expect(probe.pass(to: 6).admitted == [3])
    }

    @Test func `who waits and cannot outlast the gate is refused as soon as it closes`() {
        var probe = Self.probe(1)
        _ = probe.request(at: 0)
        _ = probe.request("b", by: 4, at: 0)
        _ = probe.request("c", by: 20, at: 0)
        let decisions = probe.end(1, .rateLimited(retryAfter: .seconds(10)), at: 1)
        #expect(decisions.refused == [.init(id: 2, reason: .deadline, retryAt: Probe.instant(11))])
        #expect(decisions.wakeUp == Probe.instant(11))
    }

    @Test func `a gate is closed for a day at most`() {
        var probe = Self.probe(1)
        _ = probe.request(at: 0)
        _ = probe.end(1, .rateLimited(retryAfter: .seconds(1_000_000_000)), at: 0)
        #expect(probe.controller.gate == AdmissionController.maximumGate)
    }

    // MARK: Deadlines

    @Test func `who still waits when his time has come is refused then`() {
        var probe = Self.probe(1)
        _ = probe.request(at: 0)
        #expect(probe.request(by: 3, needing: 1, at: 0).wakeUp == Probe.instant(2))
        #expect(probe.pass(to: 1.9).refused == [])
        #expect(probe.pass(to: 2).refused.map(\.id) == [2])
        #expect(probe.controller.waiting == 0)
    }

    @Test func `who has less time than the call needs is refused at once`() {
        var probe = Self.probe(1)
        #expect(probe.request(by: 3, needing: 4, at: 0).refused.map(\.reason) == [.deadline])
        #expect(probe.request(by: 3, needing: 2, at: 0.5).admitted == [2])
    }

    // MARK: Rates

    @Test func `a minute's requests may begin at once, the next as they come back`() {
        var probe = Self.probe(100, rpm: 30)
        for id in 1...30 { #expect(probe.request(at: 0).admitted == [id]) }
        #expect(probe.request(at: 0).wakeUp == Probe.instant(2))
        // Of what cannot begin in time the earliest instant is told, behind those who wait.
        #expect(probe.request(by: 3, at: 0).refused == [.init(id: 32, reason: .deadline, retryAt: Probe.instant(4))])
        #expect(probe.pass(to: 2).admitted == [31])
    }

    @Test func `tokens are reserved before a call, the rest given back after it, and what was too much is owed`() {
        var probe = Self.probe(100, tpm: 600)
        #expect(probe.request(tokens: 600, at: 0).admitted == [1])
        #expect(probe.request(tokens: 100, at: 0).admitted == [])
        #expect(probe.end(1, used: 480, at: 0).admitted == [2])
        // 20 are left; 30 too many are used, 10 a second come back.
        _ = probe.end(2, used: 150, at: 0)
        #expect(probe.request(tokens: 10, at: 0).wakeUp == Probe.instant(4))
    }

    @Test func `a call that wants more tokens than a minute has begins when all are there`() {
        var probe = Self.probe(100, tpm: 600)
        #expect(probe.request(tokens: 60, at: 0).admitted == [1])
        // While something is reserved it is not known whether all can come back.
        #expect(probe.request(tokens: 5_000, at: 0).wakeUp == .never)
        #expect(probe.end(1, used: 60, at: 1).wakeUp == Probe.instant(7))
        #expect(probe.pass(to: 7).admitted == [2])
    }

    @Test func `nobody overtakes because he asks for less`() {
        var probe = Self.probe(100, tpm: 600)
        _ = probe.request("a", tokens: 500, at: 0)
        #expect(probe.request("b", tokens: 300, at: 0).admitted == [])
        #expect(probe.request("c", tokens: 10, at: 0).admitted == [])
        #expect(probe.end(1, used: 200, at: 0).admitted == [2, 3])
    }

    @Test func `a refusal of the provider empties the configured rate of requests`() {
        var probe = Self.probe(100, rpm: 60)
        _ = probe.request(at: 0)
        _ = probe.end(1, .rateLimited(retryAfter: nil), at: 0)
        #expect(probe.request(at: 0).wakeUp == Probe.instant(1))
    }

    @Test func `a rate that nobody has configured is learned from refusals, and forgotten after a minute of silence`() {
        var probe = Self.probe(100)
        for id in 1...20 {
            let time = Double(id - 1) / 2
            #expect(probe.request(at: time).admitted == [id])
            if id < 20 { _ = probe.end(id, at: time) }
        }
        #expect(probe.controller.requestsPerSecond == nil)
        // Nineteen in nine and a half seconds were granted: two a second, less a tenth.
        _ = probe.end(20, .rateLimited(retryAfter: nil), at: 9.5)
        #expect(probe.controller.requestsPerSecond.map { abs($0 - 1.8) < 1e-9 } == true)
        #expect(probe.request(at: 9.5).wakeUp == Nanoseconds((9.5 + 1 / 1.8) * 1e9) + 1)
        #expect(probe.pass(to: 10.1).admitted == [21])
        _ = probe.end(21, at: 11)
        #expect(probe.controller.requestsPerSecond.map { abs($0 - 1.818) < 1e-9 } == true)
        #expect(probe.request(at: 80).admitted == [22])
        #expect(probe.controller.requestsPerSecond == nil)
    }

    @Test func `of many refusals of one burst only the first is learned from`() {
        var probe = Self.probe(100)
        for _ in 1...10 { _ = probe.request(at: 0) }
        _ = probe.end(1, .rateLimited(retryAfter: nil), at: 1)
        let learned = probe.controller.requestsPerSecond
        _ = probe.end(2, .rateLimited(retryAfter: nil), at: 1.1)
        #expect(probe.controller.requestsPerSecond == learned)
        #expect(learned.map { abs($0 - 8.1) < 1e-9 } == true)
    }
}
