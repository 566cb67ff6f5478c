import Tutti

/// W6: a thousand agents at once that sleep for ten seconds under a timeout of 200 ms.
///
/// Lateness is taken where it counts for an agent: from its first line to the moment its sleep was ended, less the
/// timeout. `decided_*` is the same for the report: from the start to the end that it gives for the agent.
struct TimeoutWorkload: Workload {
    private struct Round {
        var late: [Double]
        var decided: [Double]
        var wall: Double
        var processor: Double
    }

    let name = "w6"

    private static let count = 1000
    private static let timeoutMilliseconds = 200

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        var rounds: [Round] = []
        for _ in 0..<(bench.repeats ?? 3) { rounds.append(try await self.round(bench, variant)) }
        var line = bench.measurement(of: self.name, variant)
        line["n"] = .integer(Self.count)
        line["timeout_ms"] = .integer(Self.timeoutMilliseconds)
        line["late_p50_ms"] = .number(rounds.map { $0.late.quantile(0.5) }.median)
        line["late_p99_ms"] = .number(rounds.map { $0.late.quantile(0.99) }.median)
        line["late_max_ms"] = .number(rounds.map(\.late.most).median)
        line["late_min_ms"] = .number(rounds.map(\.late.least).median)
        line["decided_p50_ms"] = .number(rounds.map { $0.decided.quantile(0.5) }.median)
        line["decided_p99_ms"] = .number(rounds.map { $0.decided.quantile(0.99) }.median)
        line["wall_s"] = .number(rounds.map(\.wall).median)
        line["cpu_s"] = .number(rounds.map(\.processor).median)
        return line
    }

    private func round(_ bench: Bench, _ variant: Variant) async throws -> Round {
        let marks = Marks(count: Self.count)
        var graph = AgentGraph(self.name)
        for index in 0..<Self.count {
            graph.add("agent \(index)", options: variant.options) { context in
                let start = Stopwatch.now
                defer { marks.write(Stopwatch.now - start, at: index) }
                try await context.sleep(for: .seconds(10))
            }
        }
        let plan = try graph.plan()
        let executor = bench.executor(maximumParallel: nil, timeout: .milliseconds(Self.timeoutMilliseconds))
        let watch = Stopwatch()
        let report = await executor.run(plan, within: Bench.deadline)
        let (wall, processor) = (watch.wall, watch.processor)
        let timedOut = report.agents.count { $0.state == .timedOut }
        guard timedOut == Self.count else { throw BenchError("w6: \(timedOut) of \(Self.count) agents timed out") }
        try await wait(for: "the agents to hear of their timeout") { marks.isComplete }
        let timeout = Double(Self.timeoutMilliseconds)
        return Round(
            late: marks.all.map { Double($0) / 1e6 - timeout },
            decided: report.agents.map { $0.duration / .milliseconds(1) - timeout }, wall: wall, processor: processor)
    }
}
