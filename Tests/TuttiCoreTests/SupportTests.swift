import Testing
import TuttiCore
import TuttiTesting

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("0", 0), ("0ms", 0), ("500ms", 500_000), ("4s", 4_000_000), ("1.5s", 1_500_000), ("2m", 120_000_000),
        ("1h", 3_600_000_000), ("0.25ms", 250), ("8760h", 31_536_000_000_000),
    ])
    func `what people write is read`(text: String, microseconds: Int) {
        #expect(Duration(text: text) == .microseconds(microseconds))
    }

    @Test(arguments: [
        "", " ", "5", "-1s", "+1s", "1", "s", ".5s", "1..5s", "1e3s", "1 s", " 1s", "1s ", "1S", "1d", "1min", "infs",
        "nans",
        "0x10s", "8761h", "99999999999999999999999h", "٣s", "1s1s", "１s", "1,5s", "ms",
    ])
    func `what is no duration is refused`(text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test(arguments: [
        (0, "0 ms"), (40, "0.0 ms"), (500, "0.5 ms"), (1_000, "1 ms"), (9_900, "9.9 ms"), (9_960, "10 ms"),
        (80_000, "80 ms"), (999_400, "999 ms"), (999_600, "1 s"), (1_000_000, "1 s"), (1_500_000, "1.5 s"),
        (1_234_000, "1.23 s"), (59_940_000, "59.94 s"), (59_960_000, "1 min"), (60_000_000, "1 min"),
        (125_000_000, "2 min 5 s"), (3_600_000_000, "60 min"), (-1_500_000, "-1.5 s"),
    ])
    func `a duration is told in few digits`(microseconds: Int, text: String) {
        #expect(Duration.microseconds(microseconds).shortText == text)
    }
}

@Suite struct SeededRandomNumberGeneratorTests {
    @Test func `the numbers of SplitMix64, on every platform`() {
        var generator = SeededRandomNumberGenerator(seed: 0)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F,
            ])
    }

    @Test func `a run identity has 16 safe characters and follows the seed`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        var again = generator
        let run = RunID.random(using: &generator)
        #expect(run == RunID.random(using: &again))
        #expect(run != RunID.random(using: &again))
        #expect(run.description.utf8.count == 16)
        #expect(run.description.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) })
    }
}

@Suite struct RetryPolicyTests {
    @Test func `full jitter: between zero and a bound that doubles up to its maximum`() {
        var policy = RetryPolicy(maximumAttempts: 100, backoff: .milliseconds(500))
        policy.maximumBackoff = .seconds(3)
        var generator = SeededRandomNumberGenerator(seed: 1)
        for (attempt, bound) in [(1, 500), (2, 1000), (3, 2000), (4, 3000), (99, 3000)] {
            let draws = (0..<300).map { _ in policy.delay(after: attempt, atLeast: nil, using: &generator) }
            let limit = Duration.milliseconds(bound)
            #expect(draws.allSatisfy { $0 >= .zero && $0 <= limit })
            #expect(draws.contains { $0 < limit / 4 } && draws.contains { $0 > limit * 3 / 4 })
        }
    }

    @Test func `what the server asked for is a minimum, above the maximum too`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        let policy = RetryPolicy(maximumAttempts: 3)
        #expect(policy.delay(after: 1, atLeast: .seconds(60), using: &generator) == .seconds(60))
        #expect(policy.delay(after: 1, atLeast: .seconds(-5), using: &generator) >= .zero)
    }
}

@Suite struct TerminalSafeTests {
    @Test(arguments: [
        ("plain é日本 \t\n", "plain é日本 \t\n"), ("\u{1B}[31mred", "[31mred"), ("a\rb\r\nc", "a\nb\nc"),
        ("\u{9B}2J\u{7F}\u{0}", "2J"), ("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}e\u{AD}f", "abcdef"),
        ("x\u{E0041}\u{E007F}y", "xy"), ("1\u{2028}2\u{2029}3", "123"),
    ])
    func `nothing that steers or hides reaches the screen`(text: String, safe: String) {
        #expect(text.terminalSafe == safe)
    }
}

@Suite struct LockTests {
    @Test func `many tasks add up`() async {
        let sum = Lock(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { sum.withLock { $0 += 1 } } } }
        }
        #expect(sum.withLock { $0 } == 8000)
    }

    @Test func `an error leaves the lock free`() {
        let lock = Lock(0)
        #expect(throws: TestFailure.self) {
            try lock.withLock { (value: inout Int) throws(TestFailure) in
                value = 1
                throw TestFailure()
            }
        }
        #expect(lock.withLock { $0 } == 1)
    }
}

@Suite struct VirtualClockTests {
    @Test func `timers fire in the order of their instants, then of their requests, and never when cancelled`() {
        let clock = VirtualClock()
        let fired = Lock<[String]>([])
        func add(_ name: String, _ seconds: Int) -> ScheduledTimer {
            clock.schedule(at: .seconds(seconds)) { fired.withLock { $0.append("\(name) \(clock.now.shortText)") } }
        }
        _ = add("late", 3)
        _ = add("first", 1)
        _ = add("second", 1)
        let cancelled = add("never", 2)
        _ = add("past", -1)
        cancelled.cancel()
        cancelled.cancel()
        #expect(clock.pendingTimers == 4)
        while clock.advanceToNextTimer() {}
        #expect(fired.withLock { $0 } == ["past 0 ms", "first 1 s", "second 1 s", "late 3 s"])
        #expect(clock.now == .seconds(3))
    }

    @Test func `sleeping ends at its instant, at once when it is over, and with an error when cancelled`() throws {
        let log = try simulate { simulation in
            let clock = simulation.clock
            try await clock.sleep(for: .seconds(2))
            try await clock.sleep(until: .seconds(1))
            let log = "\(clock.now.shortText)"
            return await withTaskGroup(of: String.self) { group in
                group.addTask {
                    do {
                        try await clock.sleep(for: .seconds(60))
                        return "slept"
                    } catch {
                        return "\(log), \(type(of: error)) at \(clock.now.shortText)"
                    }
                }
                group.cancelAll()
                return await group.next() ?? ""
            }
        }
        #expect(log == "2 s, CancellationError at 2 s")
    }

    @Test func `a scenario that can never go on is reported, not waited for`() {
        #expect(throws: Simulation.Stuck.self) {
            try simulate { _ in await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
        }
    }

    @Test func `the seed decides which of two ready tasks goes first, and always in the same way`() throws {
        func order(_ seed: UInt64?) throws -> [Int] {
            try simulate(seed: seed) { _ in
                await withTaskGroup(of: Int.self) { group in
                    for number in 0..<6 { group.addTask { number } }
                    return await group.reduce(into: []) { $0.append($1) }
                }
            }
        }
        #expect(try order(nil) == Array(0..<6))
        let orders = try (0..<20).map { try order($0) }
        #expect(Set(orders).count > 5)
        #expect(try (0..<20).map { try order($0) } == orders)
    }
}
