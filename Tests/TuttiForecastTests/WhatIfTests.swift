import Testing
import TuttiCore
import TuttiForecast
import TuttiWorkflows

@Suite struct WhatIfTests {
    @Test func `every sign does to a duration what it says`() throws {
        let base = SimulatedDuration.logNormal(p50: .milliseconds(300), p95: .milliseconds(600))
        #expect(try Self.duration("quick.duration*0.5") == .adjusted(base, factor: 0.5, offset: .zero))
        #expect(try Self.duration("quick.duration / 4") == .adjusted(base, factor: 0.25, offset: .zero))
        #expect(try Self.duration("quick.duration+200ms") == .adjusted(base, factor: 1, offset: .milliseconds(200)))
        #expect(try Self.duration("quick.duration-1s") == .adjusted(base, factor: 1, offset: .seconds(-1)))
        #expect(try Self.duration("quick.duration=300ms") == .fixed(.milliseconds(300)))
        #expect(
            try Self.duration("quick.duration=1s..2s") == .logNormal(p50: .seconds(1), p95: .seconds(2)))
    }

    @Test func `the settings of a run are changed`() throws {
        let changed = try SampleScenario.make().changed(
            by: "maxParallel=5, deadline*2, reserve+100ms, startSpacing=3ms, failFast=true")
        #expect(changed.workflow.maximumParallel == 5)
        #expect(changed.workflow.deadline == .seconds(4))
        #expect(changed.workflow.reserve == .milliseconds(800))
        #expect(changed.workflow.startSpacing == .milliseconds(3))
        #expect(changed.workflow.failsFast)
        let open = try changed.changed(by: "maxParallel=∞, deadline=none, reserve=none")
        #expect(open.workflow.maximumParallel == nil)
        #expect(open.workflow.deadline == nil && open.workflow.reserve == nil)
    }

    @Test func `the settings of an agent are changed, and nobody else's`() throws {
        let scenario = try SampleScenario.make()
        let changed = try scenario.changed(
            by: """
                slow.timeout=1s,slow.retry.maximumAttempts=3,slow.retry.backoff=10ms,slow.retry.maximumBackoff=1s,\
                slow.retry.attemptTimeout=400ms,slow.cost*2,slow.failures=1,slow.usage.input+50,slow.usage.output=0
                """)
        let slow = try #require(changed.workflow["slow"])
        #expect(slow.timeout == .seconds(1))
        #expect(slow.retry.maximumAttempts == 3 && slow.retry.backoff == .milliseconds(10))
        #expect(slow.retry.maximumBackoff == .seconds(1) && slow.retry.attemptTimeout == .milliseconds(400))
        #expect(slow.expectedCost == 0.02)
        guard case .simulated(let simulated) = slow.kind else { throw Unexpected() }
        #expect(simulated.failures == 1 && simulated.usage == Usage(inputTokens: 150, outputTokens: 0))
        #expect(changed.workflow["quick"] == scenario.workflow["quick"])
        #expect(try changed.changed(by: "slow.timeout=none").workflow["slow"]?.timeout == nil)
    }

    @Test func `names may hold what stands between a setting and its value`() throws {
        let scenario = try SampleScenario.make(
            "agents: { a.b-c/d: { kind: simulated, duration: 1s }, a: { kind: simulated, duration: 2s } }")
        let changed = try scenario.changed(by: "a.b-c/d.duration=5s")
        #expect(Self.duration(of: "a.b-c/d", in: changed) == .fixed(.seconds(5)))
        #expect(Self.duration(of: "a", in: changed) == .fixed(.seconds(2)))
    }

    private static let mistakes: [(whatIf: String, message: String)] = [
        ("quik.duration*0.5", "there is no agent 'quik'; did you mean 'quick'?"),
        ("ghost.duration*0.5", "there is no agent 'ghost'; the agents are quick, slow, answer"),
        ("quick.durtion=1s", "'quick' has no setting 'durtion' that can be changed; did you mean 'duration'?"),
        ("quick.colour=1", "'quick' has no setting 'colour' that can be changed; the settings are duration, timeout"),
        ("maxParalel=3", "there is no setting 'maxParalel'; did you mean 'maxParallel'?"),
        ("quick=3", "'quick' is an agent: name a setting of it, as quick.duration"),
        ("quick", "write a setting, one of = * / + - and a value"), ("", "write a setting"), ("=1", "write a setting"),
        ("maxParallel=-1", "write a setting"), ("maxParallel=", "write a setting"),
        ("maxParallel=0", "maxParallel must be a whole number from 1 to 10000"),
        ("maxParallel=1.5", "maxParallel must be a whole number"), ("maxParallel=many", "maxParallel must be a number"),
        ("maxParallel*2", "maxParallel is not set, so there is nothing to change: set it with maxParallel=…"),
        ("quick.timeout*2", "quick.timeout is not set"), ("failFast=maybe", "failFast must be true or false"),
        ("failFast*2", "failFast is true or false: set it with ="),
        ("quick.duration*x", "quick.duration: what follows * must be a number, not 'x'"),
        ("quick.duration/0", "quick.duration: what follows / must be a number above zero, not '0'"),
        ("quick.duration+5", "'5' is not a time; it has no unit: write 5ms or 5s"),
        ("quick.duration=soon", "'soon' is not a time; write it as 500ms"),
        ("quick.duration=2s..1s", "write the median and the 95th percentile as 300ms..900ms"),
        ("quick.timeout=0ms", "quick.timeout must be longer than zero"),
        ("startSpacing-1s", "must be longer than zero"),
        ("quick.retry.maximumAttempts=101", "must be a whole number from 1 to 100"),
        ("quick.duration*1e400", "must be a number"),
        ("reserve=2s", "the reserve of 2 s must be shorter than the deadline of 2 s"),
        ("deadline=500ms", "the reserve of 700 ms must be shorter than the deadline of 500 ms"),
        ("quick.duration*2, slw.duration*2", "did you mean 'slow'?"), ("quick.duration*2,", "write a setting"),
    ]

    @Test(arguments: Array(mistakes.indices))
    func `a wrong one says what is wrong and what was probably meant`(index: Int) throws {
        let (whatIf, message) = Self.mistakes[index]
        let scenario = try SampleScenario.make()
        do {
            _ = try scenario.changed(by: whatIf)
            Issue.record("'\(whatIf)' was taken")
        } catch {
            #expect(error.description.contains(message), "'\(whatIf)': \(error)")
        }
    }

    @Test func `an agent that is not simulated takes what is stated, and then its changes`() throws {
        let scenario = try SampleScenario.make("agents: { a: { kind: llm, prompt: hello } }")
        #expect(scenario.agentsWithoutDuration.map(\.name) == ["a"])
        #expect(throws: WhatIfError.self) { try scenario.changed(by: "a.duration*2") }
        let stated = try scenario.changed(by: "a.duration=2s")
        #expect(stated.agentsWithoutDuration == [])
        #expect(try SampleScenario.runs(stated, 1).first?.wallTime == .seconds(2))
        let slower = try stated.changed(by: "a.duration+1s")
        #expect(try SampleScenario.runs(slower, 1).first?.wallTime == .seconds(3))
        #expect(stated.assumptions == ["a (llm) is simulated with a stated duration"])
    }

    private struct Unexpected: Error {}

    private static func duration(_ whatIf: String) throws -> SimulatedDuration? {
        Self.duration(of: "quick", in: try SampleScenario.make().changed(by: whatIf))
    }

    private static func duration(of agent: String, in scenario: Scenario) -> SimulatedDuration? {
        guard case .simulated(let simulated) = scenario.workflow[agent]?.kind else { return nil }
        return simulated.duration
    }
}
