import Testing
import TuttiCore
import TuttiForecast
import TuttiWorkflows

@Suite struct SimulatorTests {
    @Test(arguments: [1, 2, 7]) func `the number of threads changes nothing`(threads: Int) async throws {
        let scenario = try SampleScenario.make()
        let one = try SampleScenario.runs(scenario, 333)
        #expect(try await Simulator(scenario, seed: 1).runs(333, threads: threads) == one)
    }

    @Test func `each run and each seed is another world`() throws {
        let scenario = try SampleScenario.make()
        let runs = try SampleScenario.runs(scenario, 50)
        #expect(Set(runs.map(\.wallTime)).count > 45)
        #expect(try SampleScenario.runs(scenario, 50, seed: 2) != runs)
        #expect(try SampleScenario.runs(scenario, 20) == Array(runs.prefix(20)))
    }

    @Test func `what an agent draws does not depend on the others, nor on the order in which they run`() throws {
        let scenario = try SampleScenario.make()
        let more = try SampleScenario.make(
            SampleScenario.text + "\n  another: { kind: simulated, duration: { p50: 1s, p95: 2s } }")
        let changed = [more, try scenario.changed(by: "maxParallel=1"), try scenario.changed(by: "slow.duration*0.1")]
        let base = try SampleScenario.runs(scenario.changed(by: "deadline=none"), 100)
        for scenario in changed {
            let runs = try SampleScenario.runs(scenario.changed(by: "deadline=none"), 100)
            for (run, other) in zip(runs, base) { #expect(run.agents[0].duration == other.agents[0].duration) }
        }
    }

    @Test func `a factor is exactly that, run by run`() throws {
        let scenario = try SampleScenario.make("agents: { a: { kind: simulated, duration: { p50: 1s, p95: 3s } } }")
        let runs = try SampleScenario.runs(scenario, 200)
        let halves = try SampleScenario.runs(scenario.changed(by: "a.duration*0.5"), 200)
        for (half, run) in zip(halves, runs) {
            #expect(abs((half.wallTime * 2 - run.wallTime).milliseconds) <= 2e-6, "a nanosecond of rounding")
        }
    }

    @Test func `each attempt draws anew`() throws {
        let scenario = try SampleScenario.make(
            """
            agents:
              a: { kind: simulated, duration: { p50: 1s, p95: 3s }, failures: 1, retry: { maximumAttempts: 2, backoff: 0 } }
            """)
        let once = try SampleScenario.runs(scenario.changed(by: "a.failures=0"), 50)
        let twice = try SampleScenario.runs(scenario, 50)
        for (two, one) in zip(twice, once) {
            #expect(two.agents[0].attempts == 2)
            #expect(two.wallTime > one.wallTime && two.wallTime != one.wallTime * 2)
        }
    }

    @Test func `a list of durations is gone through run by run`() throws {
        let scenario = try SampleScenario.make("agents: { a: { kind: simulated, duration: [1s, 2s, 3s] } }")
        let runs = try SampleScenario.runs(scenario, 5)
        #expect(runs.map(\.wallTime) == [1, 2, 3, 1, 2].map { .seconds($0) })
    }

    @Test func `the times are those of the real executor`() throws {
        let run = try #require(
            try SampleScenario.runs(
                SampleScenario.make(
                    """
                    deadline: 1s
                    agents:
                      a: { kind: simulated, duration: 300ms, usage: { input: 3, output: 1 }, cost: 0.5 }
                      b: { kind: simulated, duration: 5s, timeout: 400ms, ignoresCancellation: true }
                      c: { kind: simulated, duration: 100ms, needs: [a], wants: [b] }
                      d: { kind: simulated, duration: 10ms, needs: [b] }
                    """), 1
            ).first)
        #expect(run.status == .partial && run.wallTime == .milliseconds(500))
        #expect(run.agents.map(\.state) == [.succeeded, .timedOut, .succeeded, .skipped])
        #expect(run.agents.map(\.start) == [.zero, .zero, .milliseconds(400), nil])
        #expect(run.agents.map(\.isOnCriticalPath) == [false, true, true, false])
        #expect(run.usage == Usage(inputTokens: 3, outputTokens: 1, costUSD: 0.5))
    }

    @Test func `a run that never ends is an error that names who needs a bound`() throws {
        let scenario = try SampleScenario.make("agents: { a: { kind: simulated, neverReturns: true } }")
        let error = #expect(throws: ForecastError.self) { try SampleScenario.runs(scenario, 1) }
        #expect(error?.description.contains("'a'") == true)
        let bounded = try SampleScenario.runs(scenario.changed(by: "a.timeout=1s"), 1)
        #expect(bounded.first?.agents.first?.state == .timedOut)
    }

    @Test func `a cancelled simulation ends`() async throws {
        let scenario = try SampleScenario.make()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Simulator(scenario, seed: 1).runs(1_000_000, threads: 2)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Without a deadline, a spacing or a drawn wait between attempts every start under a limit is a start that came
    /// later, or as soon.
    @Test(arguments: 1...40) func `no limit is never slower than one`(seed: UInt64) throws {
        var generator = SeededRandomNumberGenerator(seed: seed)
        let limited = try SampleScenario.make(Self.randomWorkflow(using: &generator))
        let open = try limited.changed(by: "maxParallel=∞")
        let pairs = zip(try SampleScenario.runs(open, 25), try SampleScenario.runs(limited, 25))
        for (free, bound) in pairs { #expect(free.wallTime <= bound.wallTime, "seed \(seed)") }
    }

    private static func randomWorkflow(using generator: inout SeededRandomNumberGenerator) -> String {
        var lines = ["maxParallel: \(Int.random(in: 1...3, using: &generator))", "agents:"]
        for agent in 0..<Int.random(in: 2...9, using: &generator) {
            let needs = (0..<agent).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
            let p50 = Int.random(in: 1...500, using: &generator)
            let names = needs.map { "a\($0)" }.joined(separator: ", ")
            let kind = Bool.random(using: &generator) ? "needs" : "wants"
            let fails = Int.random(in: 0..<6, using: &generator) == 0 ? ", fails: x" : ""
            lines.append(
                "  a\(agent): { kind: simulated, duration: { p50: \(p50)ms, p95: \(p50 * 3)ms }, \(kind): [\(names)]\(fails) }"
            )
        }
        return lines.joined(separator: "\n")
    }
}
