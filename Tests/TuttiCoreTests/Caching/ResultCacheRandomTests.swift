import Testing
import TuttiCore
import TuttiTesting

/// Many tasks ask one cache at random, and an oracle knows of every call what it gave and when.
@Suite struct ResultCacheRandomTests {
    /// What is known of a call.
    private struct Call {
        var question: Int
        var began: Duration
        var ended: Duration?
        var fails = false
    }

    private struct CallError: Error {
        var number: Int
    }

    /// The calls of one scenario.
    private final class Oracle: Sendable {
        let calls = Lock<[Call]>([])

        func begin(_ question: Int, at now: Duration) -> Int {
            self.calls.withLock { calls in
                calls.append(Call(question: question, began: now))
                return calls.count - 1
            }
        }

        func end(_ number: Int, fails: Bool, at now: Duration) {
            self.calls.withLock { calls in
                calls[number].ended = now
                calls[number].fails = fails
            }
        }

        /// Whether a call of this question has failed since.
        func hasFailed(_ question: Int, since start: Duration) -> Bool {
            self.calls.withLock { calls in
                calls.contains { $0.question == question && $0.fails && ($0.ended ?? .zero) >= start }
            }
        }
    }

    /// One who asks.
    private struct Asker {
        var number: Int
        var run: Int
        var question: Int
        var start: Duration
        var patience: Duration?
        var length: Duration
        var fails: Bool
        var ignoresCancellation: Bool
        var policy: CachePolicy

        init(_ number: Int, using generator: inout SeededRandomNumberGenerator) {
            func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &generator) < share }
            func time(_ range: ClosedRange<Int>) -> Duration { .milliseconds(Int.random(in: range, using: &generator)) }
            self.number = number
            // Now and then a second attempt of the same agent.
            self.run = chance(0.1) ? max(number - 1, 0) : number
            self.question = Int.random(in: 0..<4, using: &generator)
            self.start = time(0...3_000)
            self.patience = chance(0.5) ? time(0...600) : nil
            self.length = chance(0.1) ? .zero : time(0...400)
            self.fails = chance(0.3)
            self.ignoresCancellation = chance(0.2)
            self.policy = CachePolicy(timeToLive: time(0...1_000), staleIfError: time(0...1_000))
        }
    }

    @Test func `no answer is wrong, nobody is forgotten, the bounds hold`() throws {
        var seen: [String: Int] = [:]
        for seed in 0..<2_000 as Range<UInt64> {
            let kinds = try Self.play(seed)
            for kind in kinds { seen[kind, default: 0] += 1 }
        }
        // A test that never gets there proves nothing.
        for kind in [
            "called", "cached", "waited", "stale", "error of its own", "error of another", "cancelled", "took over",
        ] {
            #expect(seen[kind, default: 0] > 500, "\(kind): \(seen)")
        }
    }

    /// Plays one scenario; says what has become of each who asked.
    private static func play(_ seed: UInt64) throws -> [String] {
        try simulate(seed: seed) { simulation in
            var generator = SeededRandomNumberGenerator(seed: seed)
            let askers = (0..<30).map { Asker($0, using: &generator) }
            let bounds = ResultCache.Configuration(maximumEntries: 3, maximumBytes: 450)
            let cache = ResultCache(bounds, time: simulation.clock)
            let oracle = Oracle()
            let kinds = await withTaskGroup(of: [String].self) { group in
                for asker in askers {
                    group.addTask { await Self.ask(asker, cache, simulation.clock, oracle, seed) }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            #expect(cache.flightCount == 0 && cache.waiterCount == 0, "seed \(seed)")
            #expect(cache.count <= bounds.maximumEntries && cache.byteCount <= bounds.maximumBytes, "seed \(seed)")
            return kinds
        }
    }

    /// Asks, and is cancelled when it loses patience.
    private static func ask(
        _ asker: Asker, _ cache: ResultCache, _ clock: VirtualClock, _ oracle: Oracle, _ seed: UInt64
    ) async -> [String] {
        try? await clock.sleep(until: asker.start)  // nobody cancels this
        return await withTaskGroup(of: [String]?.self) { group in
            group.addTask { await Self.askOnce(asker, cache, clock, oracle, seed) }
            if let patience = asker.patience {
                group.addTask {
                    try? await clock.sleep(for: patience)  // cancelled when there is an answer
                    return nil
                }
            }
            var kinds = await group.next() ?? nil
            group.cancelAll()
            for await more in group { kinds = kinds ?? more }
            cache.checkInvariants()
            return kinds ?? []
        }
    }

    private static func askOnce(
        _ asker: Asker, _ cache: ResultCache, _ clock: VirtualClock, _ oracle: Oracle, _ seed: UInt64
    ) async -> [String] {
        let text = "\(asker.question)"
        let key = ResultCache.Key(agent: "a", identity: "", request: text, text: text)
        let own = Lock<Int?>(nil)
        do {
            let answer = try await cache.answer(
                key, for: .init(run: RunID("\(asker.run)"), agent: "a"), asker.policy
            ) {
                let number = oracle.begin(asker.question, at: clock.now)
                own.withLock { $0 = number }
                if asker.ignoresCancellation {
                    await clock.sleepIgnoringCancellation(until: clock.now + asker.length)
                } else {
                    try await clock.sleep(for: asker.length)
                }
                oracle.end(number, fails: asker.fails, at: clock.now)
                if asker.fails { throw CallError(number: number) }
                // What a cancelled attempt gives is half a result, which nobody else may see.
                return AgentOutput("\(number)\(Task.isCancelled ? " half" : "")")
            }
            cache.checkInvariants()
            return Self.judge(answer, asker, clock.now, own.withLock { $0 }, oracle, seed)
        } catch let error as CallError {
            let call = oracle.calls.withLock { $0[error.number] }
            let isOwn = own.withLock { $0 } == error.number
            #expect(call.question == asker.question && call.fails, "seed \(seed): \(error) for \(asker)")
            // An error reaches those who were there when it came, and was not kept.
            #expect(call.ended == clock.now || isOwn, "seed \(seed): an error of \(call) at \(clock.now)")
            return [isOwn ? "error of its own" : "error of another"]
        } catch {
            #expect(Task.isCancelled, "seed \(seed): \(error) for \(asker), which nobody cancelled")
            return ["cancelled"]
        }
    }

    private static func judge(
        _ answer: ResultCache.Answer, _ asker: Asker, _ now: Duration, _ own: Int?, _ oracle: Oracle, _ seed: UInt64
    ) -> [String] {
        guard let age = answer.age?.duration else {
            #expect(answer.output.text.hasPrefix("\(own ?? -1)"), "seed \(seed): \(answer) for \(asker)")
            return own != nil && now - asker.start > asker.length ? ["called", "took over"] : ["called"]
        }
        guard let number = Int(answer.output.text) else {
            Issue.record("seed \(seed): \(answer) for \(asker)")
            return []
        }
        let call = oracle.calls.withLock { $0[number] }
        #expect(call.question == asker.question && !call.fails, "seed \(seed): \(answer) for \(asker)")
        #expect(call.ended == now - age, "seed \(seed): \(answer) of \(call) at \(now)")
        let lifetime = max(asker.policy.timeToLive, .zero)
        if answer.isStale {
            #expect(
                age >= lifetime && age < lifetime + asker.policy.staleIfError, "seed \(seed): \(answer) for \(asker)")
            #expect(oracle.hasFailed(asker.question, since: asker.start), "seed \(seed): \(answer), and no call failed")
            return ["stale"]
        }
        // Who waited gets what was made meanwhile, however short its own time to live is.
        #expect(age < lifetime || age == .zero, "seed \(seed): \(answer) for \(asker)")
        return [age == .zero && now > asker.start ? "waited" : "cached"]
    }
}
