import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiObservability

@Suite struct MetricsRegistryTests {
    private static func registry(of run: ObservedRun, _ ensemble: String = "test") -> MetricsRegistry {
        var registry = MetricsRegistry()
        registry.began(run.report.run, ensemble)
        registry.told(run.events.filter(MetricsRegistry.matters), of: run.report.run)
        registry.ended(run.report, run.report.status)
        return registry
    }

    @Test func `the numbers are those of the report and of the events`() throws {
        let run = try ObservedRun.eventful()
        let text = try Exposition(Self.registry(of: run).text())
        let labels = #"{ensemble="test""#
        #expect(text["tutti_run_duration_seconds_count\(labels),status=\"\(run.report.status.rawValue)\"}"] == 1)
        #expect(
            abs(text.sum("tutti_run_duration_seconds_sum") - run.report.wallTime / .seconds(1)) < 1e-9)
        for agent in run.report.agents {
            let series = "\(labels),agent=\"\(agent.name)\""
            let outcome = "tutti_agent_outcomes_total\(series),status=\"\(agent.state.rawValue)\"}"
            #expect(text[outcome] == 1, "\(agent.name)")
            #expect(text["tutti_agent_attempts_total\(series)}"] ?? 0 == Double(agent.attempts))
            #expect(text["tutti_agent_abandoned_total\(series)}"] ?? 0 == Double(agent.abandoned))
            let duration = text["tutti_agent_duration_seconds_sum\(series),status=\"\(agent.state.rawValue)\"}"]
            #expect(agent.start == nil ? duration == nil : abs((duration ?? -1) - agent.duration / .seconds(1)) < 1e-9)
        }
        func events(_ name: String) -> Double { Double(run.events.count { $0.kind.wireName == name }) }
        #expect(events("attemptFailed") > 0 && events("hedgeStarted") > 0 && events("lateResult") > 0)
        #expect(text[#"tutti_agent_retries_total\#(labels),agent="flaky"}"#] == 1)
        #expect(text.sum("tutti_agent_hedges_total") == events("hedgeStarted"))
        #expect(text.sum("tutti_agent_late_results_total") == events("lateResult"))
        #expect(text[#"tutti_agent_skipped_total\#(labels),agent="heir",reason="ancestor"}"#] == 1)
        #expect(text[#"tutti_agent_tokens_total\#(labels),agent="flaky",direction="input"}"#] == 120)
        #expect(text[#"tutti_agent_tokens_total\#(labels),agent="flaky",direction="output"}"#] == 30)
        #expect(text[#"tutti_agent_cost_dollars_total\#(labels),agent="flaky"}"#] == 0.000_25)
        let first = try #require(run.events.first { $0.kind.wireName == "answerDelta" })
        #expect(text.sum("tutti_run_first_text_seconds_sum") == first.time / .seconds(1))
        #expect(text.sum("tutti_run_first_text_seconds_count") == 1)
        #expect(text[#"tutti_runs_running\#(labels)}"#] == 0)
    }

    @Test func `what was counted twice is there twice, and what is running is seen`() throws {
        let run = try ObservedRun.eventful()
        var registry = Self.registry(of: run)
        registry.began(run.report.run, "test")
        #expect(try Exposition(registry.text())[#"tutti_runs_running{ensemble="test"}"#] == 1)
        registry.ended(run.report, .complete)
        // Nothing of one that has not begun counts, or has ended already.
        registry.ended(run.report, .complete)
        registry.told(run.events, of: run.report.run)
        let text = try Exposition(registry.text())
        #expect(text.sum("tutti_run_duration_seconds_count") == 2)
        #expect(text[#"tutti_agent_retries_total{ensemble="test",agent="flaky"}"#] == 1)
        #expect(text[#"tutti_agent_attempts_total{ensemble="test",agent="flaky"}"#] == 4)
    }

    @Test(arguments: [
        "a\"} 1\ntutti_evil{x=\"", "back\\slash", "new\nline\r\n", "\u{1B}[31mred", "\u{202E}evil", "\u{0}", "{}",
        "# HELP x", "é 😀", "",
    ])
    func `no name is syntax`(name: String) throws {
        let run = try ObservedRun.eventful()
        let text = Self.registry(of: run, name).text([MetricSample.build(version: name)].flatMap(\.self))
        let exposition = try Exposition(text)
        #expect(exposition.sum("tutti_evil") == 0)
        #expect(exposition.sum("tutti_run_duration_seconds_count") == 1)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    }

    @Test func `names without end make series with one`() throws {
        var registry = MetricsRegistry()
        for number in 0..<1_000 {
            let summary = RequestSummary(
                method: "M\(number)", route: "/r\(number)", status: number, duration: .zero, bytes: 1,
                refusal: "code\(number)", isForRun: true)
            registry.answered(summary)
            registry.began(RunID("run\(number)"), "ensemble\(number)")
        }
        let text = try Exposition(registry.text())
        #expect(text.samples.count < 20_000)
        #expect(text.sum("tutti_http_requests_total") == 1_000)
        #expect(text.sum("tutti_runs_refused_total") == 1_000)
        #expect(text.sum("tutti_runs_running") == 1_000)
        #expect(text[#"tutti_runs_refused_total{reason="_other"}"#] == 969)
        #expect(text[#"tutti_runs_running{ensemble="_other"}"#] == 936)
    }

    @Test func `names that look the same share a row, also with the name of the others`() {
        var table = LabelTable(maximum: 3)
        let rows = ["a", "a\u{200B}", "_other", "b", "c", "d"].map { table.row(of: $0) }
        #expect(rows == [0, 0, 1, 2, 1, 1])
        #expect(table.values == ["a", "_other", "b"])
    }

    @Test func `the limits of providers are shown as they stand`() throws {
        let provider = Provider("p", .init(), seed: 1)
        let text = try Exposition(MetricsRegistry().text(MetricSample.provider(provider.snapshot)))
        #expect(text[#"tutti_provider_calls_in_flight{provider="p"}"#] == 0)
        #expect(text[#"tutti_provider_concurrency_limit{provider="p"}"#] ?? 0 > 0)
        #expect(text[#"tutti_provider_circuit_open{provider="p"}"#] == 0)
        #expect(text.sum("tutti_provider_rate_limit") == 0)
    }

    @Test func `every family has a name, a help and labels as Prometheus wants them`() {
        #expect(Set(MetricFamily.all.map(\.name)).count == MetricFamily.all.count)
        for family in MetricFamily.all {
            #expect(family.name.wholeMatch(of: #/tutti_[a-z]+(_[a-z]+)*/#) != nil)
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            #expect(family.kind != .histogram || family.name.hasSuffix("_seconds"))
            #expect(family.help.hasSuffix(".") && !family.help.contains("\n"))
        }
    }
}
