import Testing
import TuttiCore

/// Row by row of the breaker's table, without jitter.
@Suite struct CircuitBreakerTests {
    private static let second: Nanoseconds = 1_000_000_000
    private var policy: CircuitBreakerPolicy
    private var breaker: CircuitBreaker

    init() {
        self.policy = CircuitBreakerPolicy()
        self.policy.jitter = 0
        self.breaker = CircuitBreaker(self.policy, seed: 1)
    }

    private mutating func begin(at second: Nanoseconds = 0) throws -> CircuitBreaker.Permit {
        let decision = self.breaker.mayCall(at: second * Self.second)
        self.breaker.checkInvariants()
        guard case .allowed(let permit) = decision else { throw TestFailure("refused: \(decision)") }
        return permit
    }

    private mutating func end(
        _ permit: CircuitBreaker.Permit, _ outcome: CircuitBreaker.Outcome, at second: Nanoseconds = 0
    ) {
        self.breaker.ended(permit, outcome, at: second * Self.second)
        self.breaker.checkInvariants()
    }

    private mutating func call(_ outcomes: CircuitBreaker.Outcome..., at second: Nanoseconds = 0) throws {
        for outcome in outcomes { self.end(try self.begin(at: second), outcome, at: second) }
    }

    private mutating func open(at second: Nanoseconds = 0) throws {
        try self.call(.failed, .failed, .failed, .failed, .failed, at: second)
        try #require(self.breaker.state == .open(until: (second + 10) * Self.second))
    }

    // MARK: Closed

    @Test mutating func `closed: calls are allowed, and none is a probe`() throws {
        for _ in 0..<50 { #expect(try !self.begin().isProbe) }
    }

    @Test mutating func `closed: less than half of the calls may fail for ever`() throws {
        for _ in 0..<50 { try self.call(.succeeded, .failed, .succeeded, .succeeded, .failed) }
        #expect(self.breaker.state == .closed)
    }

    @Test mutating func `closed: four failures are too few to say anything, the fifth call tells`() throws {
        try self.call(.failed, .failed, .failed, .failed)
        #expect(self.breaker.state == .closed)
        try self.call(.failed)
        #expect(self.breaker.state == .open(until: 10 * Self.second))
    }

    @Test mutating func `closed: half of the calls is enough, and only a failure opens`() throws {
        try self.call(.failed, .failed, .failed, .succeeded, .succeeded)
        #expect(self.breaker.state == .closed)
        try self.call(.succeeded, .succeeded, .failed)
        #expect(self.breaker.state == .open(until: 10 * Self.second))
    }

    @Test mutating func `closed: only the latest twenty calls count`() throws {
        for _ in 0..<30 { try self.call(.succeeded) }
        for _ in 0..<9 { try self.call(.failed) }
        #expect(self.breaker.state == .closed)
        try self.call(.failed)
        #expect(self.breaker.state == .open(until: 10 * Self.second))
    }

    @Test mutating func `closed: calls that end neither way neither open the breaker nor keep it closed`() throws {
        for _ in 0..<50 { try self.call(.neither) }
        try self.call(.failed, .failed, .failed, .failed)
        #expect(self.breaker.state == .closed)
        for _ in 0..<50 { try self.call(.neither) }
        try self.call(.failed)
        #expect(self.breaker.state == .open(until: 10 * Self.second))
    }

    // MARK: Open

    @Test mutating func `open: calls are refused until the time is over, and told when that is`() throws {
        try self.open()
        for now in [0, 1, 10 * Self.second - 1] {
            #expect(self.breaker.mayCall(at: now) == .refused(until: 10 * Self.second))
        }
        #expect(try self.begin(at: 10).isProbe)
        #expect(self.breaker.state == .halfOpen)
    }

    @Test mutating func `open: calls from before it opened change nothing, however they end`() throws {
        let late = try (0..<20).map { _ in try self.begin() }
        try self.open()
        for (index, permit) in late.enumerated() {
            self.end(permit, CircuitBreaker.Outcome.allCases[index % 3], at: 9)
        }
        #expect(self.breaker.state == .open(until: 10 * Self.second))
    }

    // MARK: Half open

    @Test mutating func `half open: there are two probes, and further calls are refused while they last`() throws {
        try self.open()
        #expect(try self.begin(at: 10).isProbe)
        #expect(try self.begin(at: 10).isProbe)
        #expect(self.breaker.mayCall(at: 11 * Self.second) == .refused(until: nil))
    }

    @Test mutating func `half open: it closes with the last success, and begins to count anew`() throws {
        try self.open()
        let probes = [try self.begin(at: 10), try self.begin(at: 10)]
        self.end(probes[0], .succeeded, at: 11)
        #expect(self.breaker.state == .halfOpen)
        #expect(self.breaker.mayCall(at: 11 * Self.second) == .refused(until: nil))
        self.end(probes[1], .succeeded, at: 12)
        #expect(self.breaker.state == .closed)
        try self.call(.failed, .failed, .failed, .failed, at: 12)
        #expect(self.breaker.state == .closed)
        try self.call(.failed, at: 12)
        #expect(self.breaker.state == .open(until: 22 * Self.second))
    }

    @Test mutating func `half open: a failed probe opens it for twice as long, up to a minute`() throws {
        try self.open()
        var now: Nanoseconds = 10
        for time in [20, 40, 60, 60, 60] as [Nanoseconds] {
            let other = try self.begin(at: now)
            self.end(try self.begin(at: now), .failed, at: now)
            #expect(self.breaker.state == .open(until: (now + time) * Self.second))
            self.end(other, .succeeded, at: now)
            #expect(self.breaker.state == .open(until: (now + time) * Self.second))
            now += time
        }
    }

    @Test mutating func `half open: one success does not make up for a failed probe`() throws {
        try self.open()
        let other = try self.begin(at: 10)
        try self.call(.succeeded, at: 10)
        self.end(other, .failed, at: 10)
        #expect(self.breaker.state == .open(until: 30 * Self.second))
    }

    @Test(arguments: [1, 2, 7])
    mutating func `half open: a probe that ends neither way gives its place back`(times: Int) throws {
        try self.open()
        for _ in 0..<times { try self.call(.neither, .neither, at: 10) }
        #expect(self.breaker.state == .halfOpen)
        try self.call(.succeeded, .succeeded, at: 10)
        #expect(self.breaker.state == .closed)
    }

    @Test mutating func `half open: a place is given back once, however often the end is told`() throws {
        try self.open()
        let probe = try self.begin(at: 10)
        _ = try self.begin(at: 10)
        for _ in 0..<3 { self.end(probe, .neither, at: 10) }
        _ = try self.begin(at: 10)
        #expect(self.breaker.mayCall(at: 10 * Self.second) == .refused(until: nil))
        for _ in 0..<3 { self.end(probe, .succeeded, at: 10) }
        #expect(self.breaker.state == .halfOpen)
    }

    @Test mutating func `half open: a probe that does not end within a minute has failed`() throws {
        try self.open()
        let probe = try self.begin(at: 10)
        #expect(try self.begin(at: 69).isProbe)
        #expect(self.breaker.mayCall(at: 70 * Self.second) == .refused(until: 90 * Self.second))
        self.end(probe, .succeeded, at: 70)
        #expect(self.breaker.state == .open(until: 90 * Self.second))
    }

    @Test mutating func `half open: calls from before it opened, and probes of an earlier time, change nothing`() throws
    {
        let late = try (0..<20).map { _ in try self.begin() }
        try self.open()
        let earlier = try self.begin(at: 10)
        try self.call(.failed, at: 10)
        let probe = try self.begin(at: 30)
        for permit in late + [earlier] { self.end(permit, .failed, at: 30) }
        for permit in late + [earlier] { self.end(permit, .succeeded, at: 30) }
        #expect(self.breaker.state == .halfOpen)
        self.end(probe, .succeeded, at: 30)
        try self.call(.succeeded, at: 30)
        #expect(self.breaker.state == .closed)
    }

    @Test mutating func `closed again: it is open for the first time's length, and old calls change nothing`() throws {
        let late = try (0..<20).map { _ in try self.begin() }
        try self.open()
        try self.call(.failed, at: 10)
        try self.call(.succeeded, .succeeded, at: 30)
        for permit in late { self.end(permit, .failed, at: 30) }
        #expect(self.breaker.state == .closed)
        try self.open(at: 31)
    }

    // MARK: Chance and bad values

    @Test func `breakers that open together are open up to a tenth longer, each for a time of its own`() throws {
        let ends = (0..<200).map { seed in
            var breaker = CircuitBreaker(seed: UInt64(seed))
            for _ in 0..<5 {
                guard case .allowed(let permit) = breaker.mayCall(at: 0) else { break }
                breaker.ended(permit, .failed, at: 0)
            }
            guard case .open(let end) = breaker.state else { return Nanoseconds(0) }
            return end
        }
        #expect(ends.allSatisfy { $0 >= 10 * Self.second && $0 <= 11 * Self.second })
        #expect(Set(ends).count > 190)
        #expect(ends.contains { $0 < 10_200_000_000 } && ends.contains { $0 > 10_800_000_000 })
    }

    @Test func `values out of range count as the nearest one in it`() throws {
        var policy = CircuitBreakerPolicy()
        policy.window = -3
        policy.minimumCalls = 1_000
        policy.failureShare = 7
        policy.openTime = .seconds(-1)
        policy.maximumOpenTime = .zero
        policy.jitter = -1
        policy.probes = 0
        policy.probeTimeout = .zero
        var breaker = CircuitBreaker(policy, seed: 1)
        guard case .allowed(let call) = breaker.mayCall(at: 0) else { throw TestFailure("refused") }
        breaker.ended(call, .failed, at: 0)
        #expect(breaker.state == .open(until: 1_000_000))
        guard case .allowed(let probe) = breaker.mayCall(at: 1_000_000) else { throw TestFailure("refused") }
        #expect(breaker.mayCall(at: 1_000_000) == .refused(until: nil))
        breaker.ended(probe, .succeeded, at: 1_000_000)
        #expect(breaker.state == .closed)
    }
}
