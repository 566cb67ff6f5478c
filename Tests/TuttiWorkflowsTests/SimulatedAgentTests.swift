import Testing
import TuttiCore
import TuttiTesting
import TuttiWorkflows

@Suite struct SimulatedAgentTests {
    @Test func `a failing attempt takes its time too, and the one after the last failure succeeds`() throws {
        let report = try Self.run("duration: 100ms\nfailures: 2\nretry: { maximumAttempts: 3, backoff: 0 }")
        #expect(report.state == .succeeded)
        #expect(report.attempts == 3)
        #expect(report.end == .milliseconds(300))
        #expect(report.output == "simulated output of a")
    }

    @Test func `with a text and no number every attempt fails`() throws {
        let report = try Self.run("duration: 100ms\nfails: no luck\nretry: { maximumAttempts: 2, backoff: 0 }")
        #expect(report.state == .failed)
        #expect(report.error == "no luck")
        #expect(report.end == .milliseconds(200))
    }

    @Test func `with a number and no text the failure says which attempt it was`() throws {
        #expect(try Self.run("failures: 1").error == "simulated failure of attempt 1")
    }

    @Test func `a list of durations is drawn in turn, over attempts and runs`() throws {
        let text = "duration: [100ms, 300ms]\nfailures: 1\nretry: { maximumAttempts: 2, backoff: 0 }"
        #expect(try Self.run(text).end == .milliseconds(400))
        let workflow = try WorkflowParsingTests.parse("agents:\n  a: { kind: simulated, duration: [1s, 2s, 3s] }")
        let times = try simulate { simulation in
            let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
            var times: [Duration] = []
            for _ in 0..<4 { times.append(await simulation.parallelExecutor().run(plan).wallTime) }
            return times
        }
        #expect(times == [.seconds(1), .seconds(2), .seconds(3), .seconds(1)])
    }

    @Test func `half of the log-normal durations are below p50 and 95 of 100 below p95`() throws {
        let workflow = try WorkflowParsingTests.parse(
            "agents:\n  a: { kind: simulated, duration: { p50: 100ms, p95: 1s } }")
        let times = try simulate(seed: 1) { simulation in
            let generator = Lock(SeededRandomNumberGenerator(seed: 7))
            let plan = try workflow.makePlan(random: { generator.withLock { $0.next() } }) {
                throw UnexpectedAgent(name: $0.name)
            }
            var times: [Duration] = []
            for _ in 0..<2_000 { times.append(await simulation.parallelExecutor().run(plan).wallTime) }
            return times
        }
        #expect((950...1_050).contains(times.count { $0 < .milliseconds(100) }))
        #expect((1_880...1_920).contains(times.count { $0 < .seconds(1) }))
        #expect(Set(times).count > 1_900)
    }

    @Test(arguments: [UInt64.min, .max]) func `the ends of the log-normal distribution are durations`(_ bits: UInt64)
        throws
    {
        let report = try Self.run("duration: { p50: 1ms, p95: 8000h }", random: { bits })
        #expect(report.end <= .seconds(86_400))
        #expect(report.state == .succeeded)
    }

    @Test func `an agent that is told to stop stops`() throws {
        let report = try Self.run("duration: 5s\ntimeout: 300ms")
        #expect(report.state == .timedOut)
        #expect(report.end == .milliseconds(300))
        #expect(report.abandoned == 0)
    }

    @Test(arguments: ["ignoresCancellation", "blocksThread", "spins", "neverReturns"])
    func `an agent that does not is abandoned, in virtual time too`(_ key: String) throws {
        let report = try Self.run("duration: 5s\ntimeout: 300ms\n\(key): true")
        #expect(report.state == .timedOut)
        #expect(report.end == .milliseconds(300))
        #expect(report.abandoned == 1)
    }

    @Test(arguments: ["blocksThread", "spins"])
    func `in real time a thread is really kept, for as long as it says`(_ key: String) async throws {
        let workflow = try WorkflowParsingTests.parse(
            "agents:\n  a: { kind: simulated, duration: 20ms, \(key): true, output: done }")
        let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
        let report = await ParallelExecutor().run(plan)
        #expect(report["a"]?.output == "done")
        #expect(report.wallTime >= .milliseconds(20))
    }

    @Test func `usage counts for every attempt, failed and cut ones included`() throws {
        let text = "duration: 1s\nfails: x\nusage: { input: 10, output: 2 }\n"
        let failed = try Self.run("\(text)retry: { maximumAttempts: 3, backoff: 0 }")
        #expect(failed.usage == Usage(inputTokens: 30, outputTokens: 6))
        let cut = try Self.run("\(text)timeout: 500ms")
        #expect(cut.usage == Usage(inputTokens: 10, outputTokens: 2))
    }

    @Test func `the output is a template`() throws {
        #expect(try Self.run("output: \"you said: {{input}}\"").output == "you said: hello")
    }

    @Test func `a fallback stands in`() throws {
        let report = try Self.run("fails: x\nfallback: { output: instead }")
        #expect(report.state == .succeeded)
        #expect(report.isFallback)
        #expect(report.output == "instead")
    }

    /// Runs one agent with these lines.
    static func run(_ lines: String, random: @escaping @Sendable () -> UInt64 = { 0 }) throws -> AgentReport {
        let body = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        let workflow = try WorkflowParsingTests.parse("agents:\n  a:\n    kind: simulated\n\(body)")
        let report = try simulate { simulation in
            let plan = try workflow.makePlan(random: random) { throw UnexpectedAgent(name: $0.name) }
            return await simulation.parallelExecutor().run(plan, "hello")
        }
        return try #require(report["a"])
    }
}
