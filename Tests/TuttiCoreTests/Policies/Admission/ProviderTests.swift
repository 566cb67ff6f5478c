import Testing
import TuttiCore
import TuttiTesting

/// The driver, in virtual time: tasks that wait, are cancelled, are refused, and leave nothing behind.
@Suite struct ProviderTests {
    private static func provider(
        _ simulation: Simulation, _ concurrency: Int = 1, queue: Int? = nil, rpm: Int? = nil
    ) -> Provider {
        var configuration = Provider.Configuration(maximumConcurrency: concurrency, requestsPerMinute: rpm)
        configuration.maximumQueue = queue
        return Provider("stub", configuration, time: simulation.clock)
    }

    @Test func `calls wait for their turn, and as many are under way as may be`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation, 2, queue: 10)
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await provider.withPermit(run: RunID("a")) {
                            #expect(provider.load.inFlight <= 2)
                            try await simulation.clock.sleep(for: .seconds(1))
                        }
                    }
                }
            }
            #expect(simulation.clock.now == .seconds(3))
            #expect(provider.isAtRest)
        }
    }

    @Test func `a call that waits when its time is over is refused then, and one that cannot make it at once`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation, rpm: 60)
            let permit = try await provider.permit(run: RunID("a"))
            let error = await #expect(throws: AdmissionRefusal.self) {
                try await provider.permit(run: RunID("b"), within: .seconds(3))
            }
            #expect(error?.reason == .deadline)
            #expect(simulation.clock.now == .seconds(3))
            permit.end(.rateLimited(retryAfter: .seconds(10)))
            let refusal = await #expect(throws: AdmissionRefusal.self) {
                try await provider.permit(run: RunID("b"), within: .seconds(9))
            }
            #expect(simulation.clock.now == .seconds(3))
            #expect(refusal?.retryAfter == .seconds(10))
            #expect(refusal?.isRetryable == true)
            #expect(
                refusal?.description
                    == "stub was not called: the time of the call would be over before its limits allow it; there is a "
                    + "chance in 10 s")
            #expect(provider.isAtRest)
        }
    }

    @Test func `a call that is cancelled while it waits ends at once, and the next has its turn`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation)
            try await withThrowingTaskGroup(of: Void.self) { group in
                let permit = try await provider.permit(run: RunID("a"))
                group.addTask {
                    await withTaskGroup(of: Void.self) { inner in
                        inner.addTask {
                            await #expect(throws: CancellationError.self) { try await provider.permit(run: RunID("b")) }
                            #expect(simulation.clock.now == .seconds(1))
                        }
                        // A sleep that is cut short changes nothing here.
                        try? await simulation.clock.sleep(for: .seconds(1))
                        #expect(provider.load.waiting == 1)
                        inner.cancelAll()
                    }
                }
                try await simulation.clock.sleep(for: .seconds(2))
                #expect(provider.load.waiting == 0)
                permit.end(.succeeded)
                permit.end(.failed)
                #expect(provider.load.inFlight == 0)
                try await group.waitForAll()
            }
            #expect(provider.isAtRest)
        }
    }

    @Test func `a permit that nobody holds any more is given back`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation)
            do { _ = try await provider.permit(run: RunID("a")) }
            #expect(provider.isAtRest)
        }
    }

    @Test func `a cancelled call gives its permit back even when it does not notice`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation)
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // What it throws or returns is not the question.
                    try? await provider.withPermit(run: RunID("a")) {
                        let noticed = await withUnsafeContinuation { continuation in
                            _ = simulation.clock.schedule(at: .seconds(60)) { continuation.resume(returning: true) }
                        }
                        #expect(noticed)
                    }
                }
                // A sleep that is cut short changes nothing here.
                try? await simulation.clock.sleep(for: .seconds(1))
                #expect(provider.load.inFlight == 1)
                group.cancelAll()
                #expect(provider.load.inFlight == 0)
            }
            #expect(simulation.clock.now == .seconds(60))
        }
    }

    @Test(arguments: 0..<200)
    func `tasks that come, go and are cancelled at any moment leave nothing behind`(_ seed: UInt64) throws {
        try simulate(seed: seed) { simulation in
            let provider = Self.provider(simulation, 3, queue: 6, rpm: seed.isMultiple(of: 2) ? 120 : nil)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        var random = SeededRandomNumberGenerator(seed: seed << 8 + UInt64(number))
                        let draws = (0..<4).map { _ in Duration.milliseconds(Int.random(in: 0...3_000, using: &random))
                        }
                        await withTaskGroup(of: Void.self) { inner in
                            inner.addTask {
                                // Refused, cancelled or served: each ends.
                                try? await simulation.clock.sleep(for: draws[0])
                                try? await provider.withPermit(run: RunID("\(number % 5)"), within: draws[1]) {
                                    #expect(provider.load.inFlight <= 3)
                                    try await simulation.clock.sleep(for: draws[2] / 2)
                                }
                            }
                            if number.isMultiple(of: 3) {
                                // Not cancelled itself.
                                try? await simulation.clock.sleep(for: draws[3])
                                inner.cancelAll()
                            }
                        }
                    }
                }
            }
            #expect(provider.isAtRest)
            #expect(simulation.clock.pendingTimers == 0)
        }
    }

    @Test func `what a call throws tells how the provider is`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation)
            await #expect(throws: Advice.self) {
                try await provider.withPermit(run: RunID("a")) {
                    throw Advice(isRetryable: true, retryAfter: .seconds(7))
                }
            }
            let permit = try await provider.permit(run: RunID("a"))
            #expect(permit.waited == .seconds(7))
            permit.end(.succeeded)
            await #expect(throws: Advice.self) {
                try await provider.withPermit(run: RunID("a")) {
                    throw Advice(isRetryable: false, retryAfter: .seconds(7))
                }
            }
            #expect(try await provider.permit(run: RunID("a")).waited == .zero)
        }
    }

    @Test func `while the breaker is open nobody is called and nobody waits, and then a probe finds out`() throws {
        try simulate { simulation in
            var configuration = Provider.Configuration(maximumConcurrency: 1)
            configuration.circuitBreaker.jitter = 0
            let provider = Provider("stub", configuration, time: simulation.clock)
            for _ in 0..<5 { try await provider.permit(run: RunID("a")).end(.failed) }
            let refusal = await #expect(throws: AdmissionRefusal.self) { try await provider.permit(run: RunID("a")) }
            #expect(refusal?.reason == .circuitOpen)
            #expect(refusal?.retryAfter == .seconds(10))
            #expect(provider.isAtRest)
            try await simulation.clock.sleep(until: .seconds(10))
            for _ in 0..<2 { try await provider.permit(run: RunID("a")).end(.succeeded) }
            for _ in 0..<20 { try await provider.permit(run: RunID("a")).end(.rateLimited(retryAfter: nil)) }
            try await provider.permit(run: RunID("a")).end(.succeeded)
            #expect(provider.isAtRest)
        }
    }

    @Test func `whoever waits when the breaker opens is refused as soon as it is his turn`() throws {
        try simulate { simulation in
            let provider = Self.provider(simulation, 1, queue: 10)
            for _ in 0..<4 { try await provider.permit(run: RunID("a")).end(.failed) }
            let last = try await provider.permit(run: RunID("a"))
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        let refusal = await #expect(throws: AdmissionRefusal.self) {
                            try await provider.permit(run: RunID("b"))
                        }
                        #expect(refusal?.reason == .circuitOpen)
                        #expect(simulation.clock.now == .seconds(1))
                    }
                }
                // Not cancelled.
                try? await simulation.clock.sleep(for: .seconds(1))
                #expect(provider.load.waiting == 5)
                last.end(.failed)
            }
            #expect(provider.isAtRest)
        }
    }

    private struct Advice: RetryAdvice {
        var isRetryable: Bool
        var retryAfter: Duration?
    }
}
