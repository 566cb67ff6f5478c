import Foundation
import Testing
import TuttiCore
import TuttiForecast
import TuttiJSON
import TuttiWorkflows

@Suite struct ForecastTests {
    @Test(arguments: 1...5) func `shares of all ends add up to one`(seed: UInt64) async throws {
        let forecast = try await SampleScenario.forecast("deadline=1200ms", "maxParallel=1", runs: 300, seed: seed)
        for scenario in [forecast.baseline] + forecast.whatIfs {
            #expect(abs(scenario.complete + scenario.partial + scenario.failed + scenario.nothing - 1) < 1e-12)
            for agent in scenario.agents {
                let ends = agent.succeeded + agent.failed + agent.timedOut + agent.cancelled + agent.skipped
                #expect(abs(ends - 1) < 1e-12)
            }
        }
    }

    @Test func `a what-if is compared run by run`() async throws {
        let forecast = try await SampleScenario.forecast("slow.duration*0.5", "answer.cost=1", runs: 300)
        let faster = try #require(forecast.whatIfs.first)
        let difference = try #require(faster.difference)
        #expect(abs(difference.wall.mean - (faster.wall.mean - forecast.baseline.wall.mean)) < 1e-9)
        #expect(difference.faster > 0.8 && difference.slower == 0)
        // What changes nothing about time says exactly that, because the worlds are the same.
        let same = try #require(forecast.whatIfs.last)
        #expect(same.difference?.wall.maximum == 0 && same.difference?.wall.minimum == 0)
        #expect(same.cost.mean > forecast.baseline.cost.mean + 0.9)
        #expect(forecast.baseline.difference == nil)
    }

    @Test func `the same seed gives the same text, byte for byte, whatever the threads`() async throws {
        let one = try await SampleScenario.forecast("slow.duration*0.5", threads: 1)
        let four = try await SampleScenario.forecast("slow.duration*0.5", threads: 4)
        #expect(one.text == four.text)
        #expect(one.json.serialized() == four.json.serialized())
        #expect(try await SampleScenario.forecast("slow.duration*0.5", seed: 2).text != one.text)
    }

    @Test func `progress counts every run once`() async throws {
        let done = Lock(0)
        let scenario = try SampleScenario.make()
        let forecaster = try Forecaster(scenario, whatIfs: [scenario], runs: 130, seed: 1)
        _ = try await forecaster.forecast(threads: 2) { count in done.withLock { $0 += count } }
        #expect(done.withLock { $0 } == 260 && forecaster.totalRuns == 260)
    }

    @Test(arguments: [0, -1, 1_000_001, .max]) func `the number of runs has bounds`(runs: Int) throws {
        let scenario = try SampleScenario.make()
        #expect(throws: ForecastError.self) { try Forecaster(scenario, whatIfs: [], runs: runs, seed: 1) }
    }

    @Test func `runs times agents have a bound, and so have what-ifs`() throws {
        let agents = (0..<1_000).map { "  a\($0): { kind: simulated }" }.joined(separator: "\n")
        let large = try SampleScenario.make("agents:\n\(agents)")
        #expect(throws: ForecastError.self) { try Forecaster(large, whatIfs: [], runs: 10_001, seed: 1) }
        #expect(throws: Never.self) { try Forecaster(large, whatIfs: [], runs: 10_000, seed: 1) }
        let many = Array(repeating: large, count: Forecaster.maximumWhatIfs + 1)
        #expect(throws: ForecastError.self) { try Forecaster(large, whatIfs: many, runs: 1, seed: 1) }
    }

    @Test func `an agent of which nobody knows anything is an error that says what to do`() throws {
        let scenario = try SampleScenario.make(
            "agents: { a: { kind: llm, prompt: hello }, b: { kind: command, run: [date] }, c: { kind: simulated } }")
        let error = #expect(throws: ForecastError.self) { try Forecaster(scenario, whatIfs: [], runs: 1, seed: 1) }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("nobody knows how long 'a' (llm), 'b' (command) take. "))
        #expect(text.contains("--durations") && text.contains(#"--set "a.duration=2s..6s""#))
    }

    @Test func `as text`() async throws {
        let forecast = try await SampleScenario.forecast("slow.duration*0.5", "deadline=1200ms", runs: 400)
        #expect(forecast.text == Self.golden("forecast.txt", forecast.text))
        #expect(forecast.text.split(separator: "\n").allSatisfy { $0.count <= 120 && $0.last != " " })
    }

    @Test func `as JSON, with every key in the document that describes them`() async throws {
        let forecast = try await SampleScenario.forecast("slow.duration*0.5", runs: 20)
        let text = forecast.json.serialized(pretty: true) + "\n"
        #expect(text == Self.golden("forecast.json", text))
        let document = try String(contentsOfFile: "\(repository)/Documentation/Simulate.md", encoding: .utf8)
        for key in Self.keys(of: forecast.json) { #expect(document.contains("`\(key)`"), "\(key) is not described") }
    }

    private static func keys(of value: JSONValue) -> Set<String> {
        var keys = Set((value.object?.members ?? []).map(\.key))
        for member in value.object?.members ?? [] { keys.formUnion(Self.keys(of: member.value)) }
        for element in value.array ?? [] { keys.formUnion(Self.keys(of: element)) }
        return keys
    }

    /// The recorded output; `TUTTI_RECORD=1 swift test --filter ForecastTests` writes it anew.
    private static func golden(_ name: String, _ text: String) -> String? {
        let path = "\(repository)/Tests/TuttiForecastTests/Golden/\(name)"
        if ProcessInfo.processInfo.environment["TUTTI_RECORD"] == "1" {
            // A failure shows in the comparison.
            try? text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return try? String(contentsOfFile: path, encoding: .utf8)
    }
}

/// The folder of the package.
let repository = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
