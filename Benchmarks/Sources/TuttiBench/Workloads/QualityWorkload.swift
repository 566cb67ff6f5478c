import Tutti

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// W9: how good the order is in which agents start under a limit: the makespan over what no order can beat.
///
/// Run by the real executor on virtual time, once with the durations declared and once with durations that it learned
/// from twenty earlier, noisy runs; beside it the order of a plain queue.
struct QualityWorkload: Workload {
    enum Source: Sendable {
        case random(Int)
        case directory(String)
    }

    let name: String
    let source: Source

    private static let limits = [2, 3, 4, 8]
    /// The limits that the pooled figures are of: with eight at a time, most graphs leave nothing to choose.
    private static let pooled = [2, 3, 4]
    private static let earlierRuns = 20
    private static let noise = 0.5

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        var generator = SeededRandomNumberGenerator(seed: bench.seed)
        let graphs = try self.graphs(using: &generator)
        var ratios: [Int: ScheduleRatios] = [:]
        let watch = Stopwatch()
        for graph in graphs {
            let simulation = SimulatedSchedule(graph: graph, seed: generator.next())
            let history = try simulation.history(
                runs: bench.repeats ?? Self.earlierRuns, noise: Self.noise, using: &generator)
            for limit in Self.limits {
                try ratios[limit, default: ScheduleRatios()].append(simulation, history, parallel: limit)
            }
        }
        var line = bench.measurement(of: self.name, variant)
        line["n"] = .integer(graphs.count)
        line["seed"] = .integer(Int(truncatingIfNeeded: bench.seed))
        line["noise_sigma"] = .number(Self.noise)
        let pooled = Self.pooled.compactMap { ratios[$0] }.reduce(into: ScheduleRatios()) { $0.append($1) }
        line["p2_3_4"] = .object(pooled.measurement)
        for limit in Self.limits {
            if let ratios = ratios[limit] { line["p\(limit)"] = .object(ratios.measurement) }
        }
        line["wall_s"] = .number(watch.wall)
        return line
    }

    private func graphs(using generator: inout SeededRandomNumberGenerator) throws -> [TimedGraph] {
        switch self.source {
        case .random(let count):
            return (0..<count).map { TimedGraph.random("random \($0)", using: &generator) }
        case .directory(let folder):
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
            let graphs: [TimedGraph] = try files.sorted().compactMap { file in
                let graph = try GraphSource.file("\(folder)/\(file)").graph()
                return graph.sleep.map {
                    TimedGraph(name: graph.name, dependencies: graph.dependencies, seconds: $0)
                }
            }
            guard !graphs.isEmpty else { throw BenchError("no graph in '\(folder)' has durations (sleep)") }
            return graphs
        }
    }
}
