internal import TuttiCore
internal import TuttiWorkflows

extension Forecast {
    /// The forecast for a person, at most 100 columns wide unless names are long.
    package var text: String {
        var sections = [self.heading, self.times, self.outcomes]
        if let costs { sections.append(costs) }
        if !self.whatIfs.isEmpty { sections.append(self.criticalPaths) }
        sections += [self.histogram, self.agents]
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private var scenarios: [ScenarioForecast] { [self.baseline] + self.whatIfs }

    /// What of the baseline is told of is called so only beside others.
    private var ofBaseline: String { self.whatIfs.isEmpty ? "" : " of the baseline" }

    private var heading: [String] {
        let runs = self.runs == 1 ? "1 simulated run" : "\(self.runs) simulated runs"
        return ["\(harmless(self.workflow)): \(runs), seed \(self.seed)"]
            + self.assumptions.map { "assumed: \($0)" }
    }

    private var times: [String] {
        var table = TextTable()
        var titles = ["wall time", "mean", "p50", "p90", "p95", "p99", "max"]
        if !self.whatIfs.isEmpty { titles += ["mean change", "sooner", "later"] }
        table.add(titles)
        for scenario in self.scenarios {
            let wall = scenario.wall
            var cells = [harmless(scenario.name), Figure.time(wall.mean)]
            cells += [50, 90, 95, 99].map { Figure.time(wall.percentile($0)) } + [Figure.time(wall.maximum)]
            if let difference = scenario.difference {
                cells.append(Figure.difference(difference.wall.mean))
                cells += [Figure.share(difference.faster), Figure.share(difference.slower)]
            }
            table.add(cells)
        }
        return table.lines
    }

    private var outcomes: [String] {
        var table = TextTable()
        let hasDeadline = self.scenarios.contains { $0.deadline != nil }
        table.add(
            ["outcome", "complete"] + (hasDeadline ? ["by the deadline"] : []) + ["partial", "failed", "nothing"])
        for scenario in self.scenarios {
            var cells = [harmless(scenario.name), Figure.share(scenario.complete)]
            if hasDeadline {
                let deadline = scenario.deadline.map { " of \($0.shortText)" } ?? ""
                cells.append(scenario.completeByDeadline.map { Figure.share($0) + deadline } ?? "no deadline")
            }
            table.add(cells + [scenario.partial, scenario.failed, scenario.nothing].map(Figure.share))
        }
        return table.lines
    }

    /// Nil when nothing costs anything.
    private var costs: [String]? {
        guard self.scenarios.contains(where: \.costsAnything) else { return nil }
        var table = TextTable()
        table.add(["a run costs", "mean", "p95", "tokens read", "p95", "tokens written", "p95"])
        for scenario in self.scenarios {
            table.add(
                [harmless(scenario.name), Figure.money(scenario.cost.mean), Figure.money(scenario.cost.percentile(95))]
                    + [scenario.inputTokens, scenario.outputTokens].flatMap {
                        [Figure.number($0.mean), Figure.number($0.percentile(95))]
                    })
        }
        return table.lines
    }

    /// The agents that are most often on the critical path, scenario by scenario.
    private var criticalPaths: [String] {
        var table = TextTable()
        table.add(["most often on the critical path"])
        var lines = table.lines
        let width = min(self.scenarios.map { harmless($0.name).count }.max() ?? 0, 40)
        for scenario in self.scenarios {
            let name = harmless(scenario.name)
            let often = scenario.agents.enumerated().filter { $0.element.criticalShare > 0 }
                .sorted { ($1.element.criticalShare, $0.offset) < ($0.element.criticalShare, $1.offset) }
            let texts = often.prefix(4).map {
                "\(harmless($0.element.name)) \(Figure.share($0.element.criticalShare))"
            }
            let shown = name.count > width ? name.prefix(width - 1) + "…" : name[...]
            let padding = String(repeating: " ", count: width - shown.count)
            lines.append("  \(shown)\(padding)  \(texts.isEmpty ? "nobody" : texts.joined(separator: ", "))")
        }
        return lines
    }

    private var histogram: [String] {
        let bins = Histogram(of: self.baseline.wall).bins
        let most = max(bins.map(\.count).max() ?? 1, 1)
        let labels = bins.map { bin in
            bin.to.map { "\(Figure.time(bin.from)) – \(Figure.time($0))" } ?? "\(Figure.time(bin.from)) or more"
        }
        let width = labels.map(\.count).max() ?? 0
        let lines = zip(labels, bins).map { label, bin in
            let length = Int((Double(bin.count) / Double(most) * 40).rounded())
            let bar = length == 0 && bin.count > 0 ? "▏" : String(repeating: "█", count: length)
            let padding = String(repeating: " ", count: max(width - label.count, 0))
            return "  \(padding)\(label)  \(bar)\(bar.isEmpty ? "" : " ")\(bin.count)"
        }
        return ["  wall times\(self.ofBaseline)"] + lines
    }

    private var agents: [String] {
        let agents = self.baseline.agents
        // Columns in which nothing would stand are left out.
        let hasCancelled = agents.contains { $0.cancelled > 0 }
        let hasFallback = agents.contains { $0.fallback > 0 }
        let hasRetried = agents.contains { ($0.attempts?.mean ?? 1) >= 1.05 }
        var table = TextTable()
        table.add(
            ["agents\(self.ofBaseline)", "critical", "succeeded"] + (hasFallback ? ["fallback"] : [])
                + ["timed out", "failed"] + (hasCancelled ? ["cancelled"] : []) + ["skipped"]
                + (hasRetried ? ["attempts"] : []) + ["start", "mean", "p95"])
        for agent in agents {
            var cells = [harmless(agent.name), Figure.share(agent.criticalShare), Figure.share(agent.succeeded)]
            if hasFallback { cells.append(Figure.share(agent.fallback)) }
            cells += [Figure.share(agent.timedOut), Figure.share(agent.failed)]
            if hasCancelled { cells.append(Figure.share(agent.cancelled)) }
            cells.append(Figure.share(agent.skipped))
            if hasRetried { cells.append(agent.attempts.map { Figure.number($0.mean) } ?? "–") }
            cells += [agent.start?.mean, agent.duration?.mean, agent.duration?.percentile(95)].map {
                $0.map(Figure.time) ?? "–"
            }
            table.add(cells)
        }
        return table.lines
    }
}

extension ScenarioForecast {
    fileprivate var costsAnything: Bool {
        self.cost.maximum > 0 || self.inputTokens.maximum > 0 || self.outputTokens.maximum > 0
    }
}
