import Tutti
import TuttiTesting

/// Runs a graph with durations by the real executor on virtual time.
struct SimulatedSchedule: Sendable {
    let graph: TimedGraph
    let seed: UInt64

    /// The seconds that the run takes with so many agents at a time.
    ///
    /// - Parameters:
    ///   - parallel: The limit.
    ///   - history: Gives the expected durations; nil declares the real ones.
    /// - Throws: ``BenchError`` when the run is incomplete, or faster or slower than any greedy order can be.
    func makespan(parallel: Int, learned history: DurationHistory? = nil) throws -> Double {
        var plan = try self.plan(self.graph, declaresDurations: history == nil)
        if let history { plan = plan.ordered(by: history) }
        let report = try self.run(plan, parallel: parallel)
        let makespan = report.wallTime / .seconds(1)
        let bound = self.graph.lowerBound(parallel: parallel)
        // Whoever never leaves a place empty is within twice the bound (Graham 1966).
        guard (bound - 1e-6...2 * bound + 1e-6).contains(makespan) else {
            throw BenchError("\(self.graph.name): \(makespan) s with \(parallel) at a time, the bound is \(bound) s")
        }
        return makespan
    }

    /// What can be learned from earlier runs whose durations were the declared ones times a log-normal factor.
    func history(
        runs: Int, noise: Double, using generator: inout SeededRandomNumberGenerator
    ) throws -> DurationHistory {
        var history = DurationHistory()
        for _ in 0..<runs {
            let disturbed = self.graph.disturbed(sigma: noise, using: &generator)
            history.record(try self.run(self.plan(disturbed, declaresDurations: false), parallel: 4))
        }
        return history
    }

    private func run(_ plan: ExecutionPlan, parallel: Int) throws -> RunReport {
        let report = try simulate(seed: self.seed) { simulation in
            await simulation.parallelExecutor(.init(maximumParallel: parallel)).run(plan)
        }
        guard report.status == .complete else { throw BenchError("\(self.graph.name): the run is \(report.status)") }
        guard report.maximumConcurrency <= parallel else {
            throw BenchError("\(self.graph.name): \(report.maximumConcurrency) agents at a time, not \(parallel)")
        }
        return report
    }

    private func plan(_ graph: TimedGraph, declaresDurations: Bool) throws -> ExecutionPlan {
        var declared = AgentGraph(graph.name)
        var nodes: [AgentGraph.Node<Int>] = []
        for (index, inputs) in graph.dependencies.enumerated() {
            let duration = Duration.seconds(graph.seconds[index])
            var options = AgentOptions()
            options.expectedDuration = declaresDurations ? duration : nil
            nodes.append(
                declared.add("agent \(index)", after: inputs.map { nodes[$0] }, options: options) { context, _ in
                    try await context.sleep(for: duration)
                    return index
                })
        }
        return try declared.plan()
    }
}
