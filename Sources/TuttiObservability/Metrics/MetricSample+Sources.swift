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

    /// How many runs and requests a server has let in, and how many it may.
    package static func admission(running: Int, of places: Int, waiting: Int, of queue: Int) -> [MetricSample] {
        [
            MetricSample(.placesTaken, Double(running)), MetricSample(.placeLimit, Double(places)),
            MetricSample(.requestsWaiting, Double(waiting)), MetricSample(.queueLimit, Double(queue)),
        ]
    }

    /// How many connections a server has, and how many it may have.
    package static func connections(_ open: Int, of maximum: Int) -> [MetricSample] {
        [MetricSample(.connections, Double(open)), MetricSample(.connectionLimit, Double(maximum))]
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
