import Tutti

/// W4: so many agents that all sleep for one second at the same time.
struct InFlightWorkload: Workload {
    let name: String
    let count: Int
    let variants: Set<Variant> = [.cooperative]

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        let graph = BenchGraph(
            "sleep\(self.count)", Array(repeating: [], count: self.count), sleep: Array(repeating: 1, count: self.count)
        )
        let names = graph.agentNames
        let executor = bench.executor(maximumParallel: nil)
        let counter = Counter()
        let base = Machine.residentMegabytes
        Machine.resetPeak()
        let building = Stopwatch()
        let declared = try DeclaredGraph(graph, names: names, counter: counter, options: variant.options)
        let build = building.wall
        let watch = Stopwatch()
        let report = await executor.run(declared.plan, within: Bench.deadline)
        let (wall, processor) = (watch.wall, watch.processor)
        let peak = Machine.peakMegabytes
        try declared.check(report, of: graph, counter)
        var line = bench.measurement(of: self.name, variant)
        line["n"] = .integer(self.count)
        line["wall_s"] = .number(wall)
        line["build_s"] = .number(build)
        line["cpu_s"] = .number(processor)
        line["peak_rss_mb"] = .optional(peak)
        line["base_rss_mb"] = .optional(base)
        if let base, let peak { line["kib_per_agent"] = .number((peak - base) * 1024 / Double(self.count)) }
        return line
    }
}
