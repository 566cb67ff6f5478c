import Tutti

/// W3: agents that do nothing, so that what is measured is the runtime: per-agent timeout, run deadline, limit, results
/// kept, and read back and summed after every run.
struct SchedulingWorkload: Workload {
    let name: String
    let source: GraphSource
    let variants: Set<Variant> = [.cooperative, .listener]

    /// The seconds after which no further repeat begins.
    private static let patience = 25.0

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        let graph = try self.source.graph()
        let names = graph.agentNames
        let executor = bench.executor()
        var once = SchedulingRun(graph: graph, names: names, executor: executor, variant: variant)
        if bench.reusesPlan { once.prepared = try once.prepare() }
        if bench.repeats != 1 { _ = try await once.sample() }  // the first run starts threads and fills caches
        let base = Machine.residentMegabytes
        Machine.resetPeak()
        var samples: [SchedulingRun.Sample] = []
        let watch = Stopwatch()
        repeat {
            samples.append(try await once.sample())
        } while samples.count < bench.repeats ?? 15 && (bench.repeats != nil || watch.wall < Self.patience)
        var line = bench.measurement(of: self.name, variant)
        line["graph"] = .text(graph.name)
        line["n"] = .integer(graph.count)
        line["edges"] = .integer(graph.edgeCount)
        line["reps"] = .integer(samples.count)
        self.add(samples, nodes: Double(graph.count), to: &line)
        line["peak_rss_mb"] = .optional(Machine.peakMegabytes)
        line["base_rss_mb"] = .optional(base)
        return line
    }

    private func add(_ samples: [SchedulingRun.Sample], nodes: Double, to line: inout Measurement) {
        let (build, run) = (samples.map(\.build).median, samples.map(\.run).median)
        line["run_us_node"] = .number(run / nodes * 1e6)
        line["build_us_node"] = .number(build / nodes * 1e6)
        line["total_us_node"] = .number((build + run) / nodes * 1e6)
        line["cpu_us_node"] = .number(samples.map(\.runProcessor).median / nodes * 1e6)
        line["release_us_node"] = .number(samples.map(\.release).median / nodes * 1e6)
        line["run_s"] = .number(run)
        line["run_min_s"] = .number(samples.map(\.run).least)
        line["run_max_s"] = .number(samples.map(\.run).most)
        line["build_s"] = .number(build)
        line["cpu_s"] = .number(samples.map(\.processor).median)
        let tallies = samples.compactMap(\.events)
        guard !tallies.isEmpty else { return }
        line["read_us_node"] = .number(samples.map(\.read).median / nodes * 1e6)
        line["events"] = .integer(tallies.last.map { $0.received + $0.missed } ?? 0)
        line["missed"] = .number(tallies.map { Double($0.missed) }.median)
    }
}
