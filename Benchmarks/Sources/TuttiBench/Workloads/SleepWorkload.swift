import Tutti

/// W1 and W2: a few agents that sleep, where all that counts is what the runtime adds to the critical path.
struct SleepWorkload: Workload {
    let name: String
    let graph: String
    var timeout: Double?

    /// The five scenarios of W1.
    static let all = [
        Self(name: "w1a", graph: "seed_a"), Self(name: "w1b", graph: "seed_b"), Self(name: "w1b4", graph: "seed_b4"),
        Self(name: "w1c", graph: "seed_c", timeout: 1), Self(name: "w1d", graph: "seed_d"),
    ]

    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement {
        let graph = try GraphSource.named(self.graph).graph()
        let executor = bench.executor(timeout: self.timeout.map { .seconds($0) } ?? Bench.timeout)
        let counter = Counter()
        let declared = try DeclaredGraph(graph, names: graph.agentNames, counter: counter, options: variant.options)
        var (walls, processor): ([Double], [Double]) = ([], [])
        var outcomes: [String] = []
        for _ in 0..<(bench.repeats ?? 3) {
            counter.reset()
            let watch = Stopwatch()
            let report = await executor.run(declared.plan, within: Bench.deadline)
            walls.append(watch.wall)
            processor.append(watch.processor)
            outcomes = try self.outcomes(report, declared, graph)
            guard counter.count == graph.count else { throw BenchError("\(self.name): \(counter.count) agents began") }
        }
        let critical = graph.idealSeconds ?? 0
        let ideal = self.timeout.map { min(critical, $0) } ?? critical
        var line = bench.measurement(of: self.name, variant)
        line["graph"] = .text(graph.name)
        line["wall_s"] = .number(walls.median)
        line["min_s"] = .number(walls.least)
        line["max_s"] = .number(walls.most)
        line["ideal_s"] = .number(ideal)
        line["barrier_s"] = .optional(graph.barrierSeconds)
        line["over_ms"] = .number((walls.median - ideal) * 1000)
        line["cpu_s"] = .number(processor.median)
        line["outcome"] = .texts(outcomes)
        return line
    }

    /// What became of each agent; throws when it is not what the graph says.
    private func outcomes(_ report: RunReport, _ declared: DeclaredGraph, _ graph: BenchGraph) throws -> [String] {
        let expected = self.expectedOutcomes(graph)
        let outcomes = zip(declared.nodes, report.agents).map { node, agent in
            report[node].value.map(String.init) ?? "\(agent.state.rawValue): \(agent.error ?? "")"
        }
        for (outcome, expected) in zip(outcomes, expected) where !outcome.hasPrefix(expected) {
            throw BenchError("\(self.name): an agent is '\(outcome)', it should be '\(expected)'")
        }
        return outcomes
    }

    private func expectedOutcomes(_ graph: BenchGraph) -> [String] {
        var values: [Int] = []
        return graph.dependencies.enumerated().map { node, inputs in
            values.append(BenchGraph.value(from: inputs.map { values[$0] }))
            if let timeout, graph.sleep?[node] ?? 0 > timeout { return AgentState.timedOut.rawValue }
            return graph.failing.contains(node) ? AgentState.failed.rawValue : String(values[node])
        }
    }
}
