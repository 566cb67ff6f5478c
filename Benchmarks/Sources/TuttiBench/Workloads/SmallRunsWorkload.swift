import Tutti

/// W5: four agents that do nothing, run after run, awaited by one caller that is an ordinary task.
struct SmallRunsWorkload: Workload {
    private enum Mode: String, CaseIterable { case rebuild, reuse }

    let name: String
    let runs: Int?
    let variants: Set<Variant> = [.cooperative]

    /// The seconds after which a mode ends.
    private static let patience = 12.0

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        var line = bench.measurement(of: self.name, variant)
        for mode in Mode.allCases { line[mode.rawValue] = .object(try await self.measure(mode, bench, variant)) }
        return line
    }

    private func measure(_ mode: Mode, _ bench: Bench, _ variant: Variant) async throws -> Measurement {
        let executor = bench.executor()
        let (counter, options) = (Counter(), variant.options)
        var graph = try SmallGraph(counter: counter, options: options)
        try graph.check(await executor.run(graph.plan, within: Bench.deadline))
        counter.reset()
        var latencies: [Double] = []
        latencies.reserveCapacity(self.runs ?? 20_000)
        let watch = Stopwatch()
        while latencies.count < self.runs ?? 20_000, self.runs != nil || watch.wall < Self.patience {
            let start = Stopwatch.now
            if mode == .rebuild { graph = try SmallGraph(counter: counter, options: options) }
            let report = await executor.run(graph.plan, within: Bench.deadline)
            latencies.append(Double(Stopwatch.now - start) / 1000)
            try graph.check(report)
        }
        let (wall, processor) = (watch.wall, watch.processor)
        guard counter.count == latencies.count * SmallGraph.agentCount else {
            throw BenchError("\(self.name): \(counter.count) agents began in \(latencies.count) runs")
        }
        let count = Double(latencies.count)
        var result = Measurement()
        result["runs"] = .integer(latencies.count)
        result["runs_per_s"] = .number(count / wall)
        result["us_per_run"] = .number(wall / count * 1e6)
        result["p50_us"] = .number(latencies.quantile(0.5))
        result["p99_us"] = .number(latencies.quantile(0.99))
        result["cpu_us_per_run"] = .number(processor / count * 1e6)
        return result
    }
}
