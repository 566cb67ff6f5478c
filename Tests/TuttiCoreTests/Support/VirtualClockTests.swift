import Testing
import TuttiCore
import TuttiTesting

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
