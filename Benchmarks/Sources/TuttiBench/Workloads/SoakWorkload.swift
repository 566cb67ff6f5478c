import Tutti

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// W7: many runs, and as many agents that time out, are cancelled or are abandoned; afterwards the process must hold no
/// more than before.
struct SoakWorkload: Workload {
    let name: String
    /// The runs, and the agents that do not end by themselves.
    let runs: Int

    /// The agents of one run that are ended from outside.
    private static let batch = 500
    /// Of each batch so many block their thread; the others suspend.
    private static let blocking = 4

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        // The baseline has its threads, and what the allocator keeps for each of them: a tenth of the work brings it there.
        try await self.smallRuns(bench, count: self.runs / 10)
        try await self.endBatches(bench, agents: max(self.runs / 10, Self.batch * Ending.allCases.count))
        try await self.settle(nil)
        let before = ProcessState()
        let watch = Stopwatch()
        try await self.smallRuns(bench, count: self.runs)
        try await self.endBatches(bench, agents: self.runs)
        let wall = watch.wall
        let settling = Stopwatch()
        try await self.settle(before)
        var line = bench.measurement(of: self.name, variant)
        line["runs"] = .integer(self.runs)
        line["ended_agents"] = .integer((self.runs + Self.batch - 1) / Self.batch * Self.batch)
        line["before"] = .object(before.measurement)
        line["after"] = .object(ProcessState().measurement)
        line["settle_s"] = .number(settling.wall)
        line["wall_s"] = .number(wall)
        line["cpu_s"] = .number(watch.processor)
        return line
    }

    /// How the agents of a batch are ended.
    private enum Ending: CaseIterable {
        case timeout
        case deadline
        case cancellation
    }

    private func smallRuns(_ bench: Bench, count: Int) async throws {
        let executor = bench.executor()
        let counter = Counter()
        let graph = try SmallGraph(counter: counter, options: .init())
        for _ in 0..<count { try graph.check(await executor.run(graph.plan, within: Bench.deadline)) }
        guard counter.count == count * SmallGraph.agentCount else {
            throw BenchError("\(self.name): \(counter.count) agents began in \(count) runs")
        }
    }

    private func endBatches(_ bench: Bench, agents: Int) async throws {
        let endings = Ending.allCases
        for batch in 0..<(agents + Self.batch - 1) / Self.batch {
            try await self.endBatch(bench, endings[batch % endings.count])
        }
    }

    /// One run whose agents sleep longer than they may, or do not listen: a third of them ignores its cancellation.
    private func endBatch(_ bench: Bench, _ ending: Ending) async throws {
        let (began, ended) = (Counter(), Counter())
        var graph = AgentGraph("ended from outside")
        for index in 0..<Self.batch {
            graph.add("agent \(index)") { context in
                began.add()
                defer { ended.add() }
                if index < Self.blocking {
                    usleep(10_000)
                } else if index.isMultiple(of: 3) {
                    await Self.ignoreCancellation(for: .milliseconds(10), on: context.time)
                } else {
                    try await context.sleep(for: .seconds(30))
                }
                throw CancellationError()
            }
        }
        let timeout = ending == .timeout ? Duration.milliseconds(3) : Bench.timeout
        let executor = bench.executor(maximumParallel: nil, timeout: timeout)
        let within = ending == .deadline ? Duration.milliseconds(3) : Bench.deadline
        let run = executor.start(try graph.plan(), within: within)
        if ending == .cancellation {
            try await Task.sleep(for: .milliseconds(3))
            run.cancel()
        }
        let report = await run.report()
        guard report.agents.allSatisfy({ $0.state != .succeeded }) else {
            throw BenchError("\(self.name): an agent that was ended has succeeded")
        }
        try await wait(for: "the abandoned agents to end") { ended.count >= began.count }
    }

    /// Suspends without a thread and without hearing of a cancellation.
    private static func ignoreCancellation(for duration: Duration, on time: any TimeSource) async {
        await withUnsafeContinuation { continuation in
            _ = time.schedule(at: time.now + duration) { continuation.resume() }
        }
    }

    /// Waits until threads that are idle have ended: at least as long as pools keep them, and until nothing is left over.
    private func settle(_ baseline: ProcessState?) async throws {
        try await Task.sleep(for: .seconds(4))
        let end = ContinuousClock.now + .seconds(30)
        while let baseline, let excess = ProcessState().excess(over: baseline) {
            guard ContinuousClock.now < end else { throw BenchError("\(self.name): the process still holds \(excess)") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
