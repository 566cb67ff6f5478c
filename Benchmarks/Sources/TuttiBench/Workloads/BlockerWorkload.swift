import Tutti

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// W8: how late a run returns when agents hold their threads past its deadline, asleep or spinning.
struct BlockerWorkload: Workload {
    private struct Trial {
        var late: Double
        var began: Double
        var hasQuick: Bool
        /// Whether the run was so late that agents that ended long after its deadline ended before it.
        var isOvertaken: Bool
    }

    let name: String
    let count: Int
    let spins: Bool

    private static let deadline = Duration.milliseconds(50)
    /// How much longer than the deadline an agent sleeps: late enough to be told to stop, short enough to recover from.
    private static let overrun = Duration.milliseconds(20)

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        let executor = bench.executor(maximumParallel: nil)
        let heartbeat = Heartbeat()
        async let beating = heartbeat.run()
        var trials: [Trial] = []
        let watch = Stopwatch()
        for index in 0...(bench.repeats ?? 200) {
            let trial = try await self.trial(executor, variant)
            if index > 0 { trials.append(trial) }  // the first one starts the threads
        }
        let (wall, processor) = (watch.wall, watch.processor)
        heartbeat.stop()
        let beats = try await beating
        var line = bench.measurement(of: self.name, variant)
        line["n"] = .integer(self.count)
        line["runs"] = .integer(trials.count)
        line["deadline_ms"] = .number(Self.deadline / .milliseconds(1))
        line["late_p50_ms"] = .number(trials.map(\.late).quantile(0.5))
        line["late_p99_ms"] = .number(trials.map(\.late).quantile(0.99))
        line["late_max_ms"] = .number(trials.map(\.late).most)
        line["late_min_ms"] = .number(trials.map(\.late).least)
        line["began_p50"] = .number(trials.map(\.began).median)
        line["quick_missing"] = .integer(trials.count { !$0.hasQuick })
        line["overtaken"] = .integer(trials.count(where: \.isOvertaken))
        line["default_pool_p50_ms"] = .number(beats.quantile(0.5))
        line["default_pool_p99_ms"] = .number(beats.quantile(0.99))
        line["default_pool_max_ms"] = .number(beats.most)
        line["wall_s"] = .number(wall)
        line["cpu_s"] = .number(processor)
        return line
    }

    private func trial(_ executor: ParallelExecutor, _ variant: Variant) async throws -> Trial {
        let (began, ended, released) = (Counter(), Counter(), Counter())
        var graph = AgentGraph(self.name)
        for index in 0..<self.count {
            graph.add("blocker \(index)", options: variant.options) { [spins] context in
                began.add()
                defer { ended.add() }
                if spins { Self.spin(until: released) } else { Self.block(for: context.remaining ?? .zero) }
            }
        }
        let quick = graph.add("quick", options: variant.options) { _ in true }
        let plan = try graph.plan()
        let start = Stopwatch.now
        let report = await executor.run(plan, within: Self.deadline)
        let late = Double(Stopwatch.now - start) / 1e6 - Self.deadline / .milliseconds(1)
        released.add()
        guard late >= 0 else { throw BenchError("\(self.name): the run returned \(-late) ms before its deadline") }
        let beganByDeadline = began.count
        try await wait(for: "the blocked agents to end") { ended.count >= max(beganByDeadline, began.count) }
        // What had not begun by the deadline must never begin; a moment is enough to catch one that does.
        try await Task.sleep(for: .milliseconds(2))
        return Trial(
            late: late, began: Double(beganByDeadline), hasQuick: report[quick].value == true,
            isOvertaken: report.agents.dropLast().contains { $0.state == .succeeded })
    }

    private static func block(for remaining: Duration) {
        usleep(UInt32((remaining + Self.overrun) / .microseconds(1)))
    }

    private static func spin(until released: Counter) {
        while released.count == 0 {}
    }
}
