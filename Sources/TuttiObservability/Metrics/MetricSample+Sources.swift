package import TuttiCore

extension MetricSample {
    /// How the limits of a provider stand.
    package static func provider(_ provider: Provider.Snapshot) -> [MetricSample] {
        let labels = [provider.name]
        let rows: [(MetricFamily, Double?)] = [
            (.providerInFlight, Double(provider.inFlight)), (.providerConcurrency, Double(provider.concurrency)),
            (.providerWaiting, Double(provider.waiting)), (.providerQueueLimit, Double(provider.maximumQueue)),
            (.providerRate, provider.requestsPerSecond), (.providerClosed, provider.closedFor / .seconds(1)),
            (.providerCircuit, provider.isCircuitOpen ? 1 : 0),
        ]
        return rows.compactMap { family, value in value.map { MetricSample(family, labels, $0) } }
    }

    /// How busy a server is: of each the number, and the most that there may be.
    package static func server(
        runs: (Int, limit: Int), waiting: (Int, limit: Int), connections: (Int, limit: Int)
    ) -> [MetricSample] {
        [
            MetricSample(.placesTaken, Double(runs.0)), MetricSample(.placeLimit, Double(runs.limit)),
            MetricSample(.requestsWaiting, Double(waiting.0)), MetricSample(.queueLimit, Double(waiting.limit)),
            MetricSample(.connections, Double(connections.0)),
            MetricSample(.connectionLimit, Double(connections.limit)),
        ]
    }

    /// How the threads of agents stand.
    package static func pool(_ pool: AgentPool) -> [MetricSample] {
        [
            MetricSample(.poolThreads, Double(pool.threadCount)), MetricSample(.poolWaiting, Double(pool.waitingJobs)),
            MetricSample(.poolAbandoned, Double(pool.abandonment.count)),
        ]
    }

    /// What became of spans.
    package static func traces(_ counts: TraceExporter.Counts) -> [MetricSample] {
        [
            MetricSample(.exportedSpans, Double(counts.exportedSpans)),
            MetricSample(.droppedRuns, Double(counts.droppedRuns)),
            MetricSample(.droppedSpans, Double(counts.droppedSpans)),
        ]
    }

    /// The lines of the log that nobody took.
    package static func log(droppedLines: Int) -> [MetricSample] {
        [MetricSample(.droppedLines, Double(droppedLines))]
    }

    /// The version of the program.
    package static func build(version: String) -> [MetricSample] { [MetricSample(.build, [version], 1)] }
}
