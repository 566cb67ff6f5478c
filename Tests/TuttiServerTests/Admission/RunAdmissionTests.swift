import Testing
import TuttiCore
import TuttiServer
import TuttiTesting

@Suite struct RunAdmissionTests {
    private static let (anna, ben) = (RunClient(ClientID(1)), RunClient(ClientID(2)))

    private static func limits(_ running: Int) -> RunAdmissionLimits {
        var limits = RunAdmissionLimits()
        limits.maximumRunning = running
        return limits
    }

    /// Runs so long as soon as there is a place; returns when it ended, or the error.
    private static func run(
        _ client: RunClient = anna, for length: Duration, within deadline: Duration?, at start: Duration = .zero,
        _ admission: RunAdmission, _ clock: VirtualClock
    ) async -> Result<Duration, any Error> {
        do {
            try await clock.sleep(until: start)
            let place = try await admission.place(for: client, model: "m", within: deadline)
            try await clock.sleep(for: length)
            admission.ended(place)
            return .success(clock.now)
        } catch {
            return .failure(error)
        }
    }

    @Test func `what was waited is taken off the time of the run`() throws {
        let left = try simulate { simulation in
            let admission = RunAdmission(Self.limits(1), time: simulation.clock)
            let first = try await admission.place(for: Self.anna, model: "m", within: .seconds(2))
            #expect(first.timeLeft == .seconds(2))
            async let second = admission.place(for: Self.anna, model: "m", within: .seconds(3))
            try await simulation.clock.sleep(for: .milliseconds(700))
            admission.ended(first)
            return try await second.timeLeft
        }
        #expect(left == .milliseconds(2_300))
    }

    @Test func `who cannot be answered in time is refused while it waits, not when it is over`() throws {
        let (error, time) = try simulate { simulation in
            let admission = RunAdmission(Self.limits(1), time: simulation.clock)
            let place = try await admission.place(for: Self.anna, model: "m", within: nil)
            // A run is taken to last a second.
            let error = await #expect(throws: APIError.self) {
                try await admission.place(for: Self.ben, model: "m", within: .seconds(4))
            }
            let time = simulation.clock.now
            admission.ended(place)
            return (error, time)
        }
        #expect(time == .seconds(3))
        #expect(error?.status == 429 && error?.code == "deadline_unreachable")
        #expect(error?.headers == ["retry-after": "2", "retry-after-ms": "2000"])
    }

    @Test func `a client that goes leaves the queue, and takes no place`() throws {
        try simulate { simulation in
            let admission = RunAdmission(Self.limits(1), time: simulation.clock)
            let place = try await admission.place(for: Self.anna, model: "m", within: nil)
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await admission.place(for: Self.ben, model: "m", within: .seconds(9)) }
                try? await simulation.clock.sleep(for: .milliseconds(5))
                #expect(admission.load == (1, 1))
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            #expect(admission.load == (1, 0))
            admission.ended(place)
            #expect(admission.load == (0, 0))
        }
    }

    @Test func `a draining server finishes those that wait, and a closed one does not`() throws {
        let results = try simulate { simulation in
            let (clock, admission) = (simulation.clock, RunAdmission(Self.limits(1), time: simulation.clock))
            return await withTaskGroup(of: (Int, Result<Duration, any Error>).self) { group in
                for index in 0..<3 {
                    let start = Duration.milliseconds(index)
                    group.addTask {
                        (index, await Self.run(for: .seconds(1), within: nil, at: start, admission, clock))
                    }
                }
                group.addTask { (3, await Self.run(for: .seconds(1), within: nil, at: .seconds(1), admission, clock)) }
                try? await clock.sleep(for: .milliseconds(500))
                admission.drain()
                try? await clock.sleep(for: .milliseconds(1_000))
                admission.close()
                return await group.reduce(into: [Int: Result<Duration, any Error>]()) { $0[$1.0] = $1.1 }
            }
        }
        #expect(try results[0]?.get() == .seconds(1))
        #expect(try results[1]?.get() == .seconds(2))
        for index in 2...3 {
            let error = #expect(throws: APIError.self) { try results[index]?.get() }
            #expect(error?.status == 503)
        }
    }

    /// Four places and runs of half a second: eight runs a second can be answered, and 24 are asked for.
    @Test(arguments: 0..<10 as Range<UInt64>)
    func `at three times what can be done, four fifths of it are done, and all of them in time`(seed: UInt64) throws {
        let results = try simulate(seed: seed) { simulation in
            let (clock, admission) = (simulation.clock, RunAdmission(Self.limits(4), time: simulation.clock))
            var random = SeededRandomNumberGenerator(seed: seed)
            return await withTaskGroup(of: (start: Duration, Result<Duration, any Error>).self) { group in
                for index in 0..<480 {
                    let start = Duration.milliseconds(index * 1_000 / 24 + Int.random(in: 0..<40, using: &random))
                    let length = Duration.milliseconds(Int.random(in: 400...600, using: &random))
                    let client = index.isMultiple(of: 12) ? Self.ben : Self.anna
                    group.addTask {
                        let end = await Self.run(
                            client, for: length, within: .seconds(2), at: start, admission, clock)
                        return (start, end)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        let answered = results.compactMap { result in (try? result.1.get()).map { $0 - result.start } }
        #expect(answered.count { $0 <= .seconds(2) } >= 128)
        // Nobody knows beforehand which runs are the longer ones.
        #expect(answered.allSatisfy { $0 <= .milliseconds(2_200) })
    }

    /// One asks for everything, another for a tenth of what can be done.
    @Test func `who asks for little is served, whatever another asks for`() throws {
        let (served, refused) = try simulate { simulation in
            let (clock, admission) = (simulation.clock, RunAdmission(Self.limits(4), time: simulation.clock))
            return await withTaskGroup(of: (Bool, Result<Duration, any Error>).self) { group in
                for index in 0..<1_000 {
                    let start = Duration.milliseconds(index * 5)
                    group.addTask {
                        (
                            false,
                            await Self.run(
                                Self.anna, for: .milliseconds(500), within: .seconds(3), at: start,
                                admission, clock)
                        )
                    }
                }
                for index in 0..<4 {
                    let start = Duration.seconds(1 + index)
                    group.addTask {
                        (
                            true,
                            await Self.run(
                                Self.ben, for: .milliseconds(500), within: .seconds(3), at: start,
                                admission, clock)
                        )
                    }
                }
                var (served, refused) = (0, 0)
                for await (isBen, result) in group {
                    switch result {
                    case .success: served += isBen ? 1 : 0
                    case .failure: refused += isBen ? 0 : 1
                    }
                }
                return (served, refused)
            }
        }
        #expect(served == 4)
        #expect(refused > 800)
    }
}
