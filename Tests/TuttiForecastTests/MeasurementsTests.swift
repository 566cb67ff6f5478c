import Testing
import TuttiCore
import TuttiForecast
import TuttiWorkflows

@Suite struct MeasurementsTests {
    private static func report(_ agents: String) -> String {
        #"{"run":"x","status":"complete","wallMs":12.5,"agents":[\#(agents)]}"#
    }

    private static func agent(_ status: String, _ start: String = "10", _ end: String = "30", _ rest: String = "")
        -> String
    {
        #"{"name":"a","status":"\#(status)","startMs":\#(start),"endMs":\#(end)\#(rest)}"#
    }

    private static func parse(_ text: String) throws -> Measurements { try Measurements(parsing: Array(text.utf8)) }

    @Test(arguments: ["\n", " ", "", "\n\n\r\n"]) func `reports may follow each other, or stand in an array`(
        separator: String
    ) throws {
        let report = Self.report(Self.agent("succeeded"))
        let found = try Self.parse(separator + report + separator + report + separator)
        #expect(found.reports == 2)
        #expect(found.byAgent == ["a": Array(repeating: Measurement(.milliseconds(20)), count: 2)])
        #expect(try Self.parse("[\(report),\(report)]") == found)
    }

    @Test func `what came of an agent is what its attempt comes to`() throws {
        func ending(_ agent: String) throws -> Measurement.Ending? {
            try Self.parse(Self.report(agent)).byAgent["a"]?.first?.ending
        }
        #expect(try ending(Self.agent("succeeded")) == .succeeded)
        #expect(try ending(Self.agent("failed")) == .failed)
        #expect(try ending(Self.agent("timedOut")) == .timedOut)
        #expect(try ending(Self.agent("succeeded", "10", "30", #","fallback":true"#)) == .failed)
        #expect(try ending(Self.agent("cancelled")) == nil)
        #expect(try ending(Self.agent("skipped", "null")) == nil)
    }

    @Test func `several attempts share the time and the usage, and all but the last failed`() throws {
        let usage = #","attempts":4,"usage":{"inputTokens":40,"outputTokens":8,"costUSD":0.4}"#
        let found = try Self.parse(Self.report(Self.agent("succeeded", "0", "100", usage))).byAgent["a"]
        let share = Usage(inputTokens: 10, outputTokens: 2, costUSD: 0.1)
        #expect(
            found == Array(repeating: Measurement(.milliseconds(25), .failed, usage: share), count: 3)
                + [Measurement(.milliseconds(25), usage: share)])
    }

    @Test(arguments: ["", " ", "[]", "{}", "7", "{", #"{"wallMs":1}"#, #"{"agents":[]}"#])
    func `what is no report is refused`(text: String) {
        #expect(throws: Measurements.Problem.self) { try Self.parse(text) }
    }

    @Test func `an agent does again what was measured of it, as often`() throws {
        let agents = [
            Self.agent("succeeded", "0", "10"), Self.agent("succeeded", "0", "40"), Self.agent("failed", "0", "20"),
        ]
        let measured = try Self.parse(agents.map { Self.report($0) }.joined())
        let workflow = try Workflow(parsing: "agents: { a: { kind: command, run: [date] } }", file: "w.yaml")
        let scenario = Scenario(workflow, measured)
        let runs = try SampleScenario.runs(scenario, 3_000)
        #expect(Set(runs.map(\.wallTime)) == [.milliseconds(10), .milliseconds(40), .milliseconds(20)])
        for run in runs { #expect((run.status == .failed) == (run.wallTime == .milliseconds(20))) }
        #expect((850...1_150).contains(runs.count { $0.status == .failed }))
        #expect(scenario.assumptions == ["a (command) draws from 3 measured attempts"])
        let doubled = try SampleScenario.runs(scenario.changed(by: "a.duration*2+5ms".replacing("+5ms", with: "")), 100)
        #expect(zip(doubled, runs).allSatisfy { $0.wallTime == $1.wallTime * 2 })
    }

    @Test func `an attempt that timed out never ends by itself`() throws {
        let measured = try Self.parse(Self.report(Self.agent("timedOut", "0", "100")))
        let text = "agents: { a: { kind: command, run: [date], timeout: 300ms } }"
        let scenario = Scenario(try Workflow(parsing: text, file: "w.yaml"), measured)
        #expect(try SampleScenario.runs(scenario, 1).first?.agents.first?.state == .timedOut)
        #expect(
            scenario.assumptions == [
                "a (command) draws from 1 measured attempts; 1 of them timed out and count as never ending"
            ])
        let unbounded = try scenario.changed(by: "a.timeout=none")
        #expect(throws: ForecastError.self) { try SampleScenario.runs(unbounded, 1) }
    }
}
