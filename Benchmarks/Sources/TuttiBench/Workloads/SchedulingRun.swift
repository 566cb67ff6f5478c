import Tutti

/// One run of W3: declared, run, checked and thrown away.
struct SchedulingRun: Sendable {
    /// What one run took, in seconds.
    struct Sample: Sendable {
        var build = 0.0
        var run = 0.0
        /// The processor time of the run alone.
        var runProcessor = 0.0
        /// The processor time of building and running.
        var processor = 0.0
        /// From the start of the run until the listener had read everything.
        var read = 0.0
        /// Giving back what the plan and the report held.
        var release = 0.0
        var events: EventTally?
    }

    /// What is alive after a run.
    private final class Remains: Sendable {
        let declared: DeclaredGraph
        let report: RunReport

        init(_ declared: DeclaredGraph, _ report: RunReport) {
            self.declared = declared
            self.report = report
        }
    }

    let graph: BenchGraph
    let names: [String]
    let executor: ParallelExecutor
    let variant: Variant
    /// The graph when it is declared once for all runs; nil declares it for each.
    var prepared: Prepared?

    /// A graph with the counter of its agents.
    struct Prepared: Sendable {
        let declared: DeclaredGraph
        let counter: Counter
    }

    /// Declares the graph.
    func prepare() throws -> Prepared {
        let counter = Counter()
        let declared = try DeclaredGraph(
            self.graph, names: self.names, counter: counter, options: self.variant.options)
        return Prepared(declared: declared, counter: counter)
    }

    /// Runs the graph once.
    ///
    /// - Throws: ``BenchError`` when the result is wrong.
    func sample() async throws -> Sample {
        var sample = Sample()
        var remains: Remains? = try await self.measure(&sample)
        let watch = Stopwatch()
        withExtendedLifetime(remains) {}
        remains = nil
        sample.release = watch.wall
        return sample
    }

    private func measure(_ sample: inout Sample) async throws -> Remains {
        self.prepared?.counter.reset()
        let watch = Stopwatch()
        let prepared = try self.prepared ?? self.prepare()
        let (declared, counter) = (prepared.declared, prepared.counter)
        (sample.build, sample.processor) = (watch.wall, watch.processor)
        let report = try await self.run(declared.plan, &sample)
        sample.processor += sample.runProcessor
        try declared.check(report, of: self.graph, counter)
        try sample.events?.check(against: report, of: self.graph.name)
        return Remains(declared, report)
    }

    private func run(_ plan: ExecutionPlan, _ sample: inout Sample) async throws -> RunReport {
        guard self.variant == .listener else {
            let watch = Stopwatch()
            let report = await self.executor.run(plan, within: Bench.deadline)
            (sample.run, sample.runProcessor) = (watch.wall, watch.processor)
            return report
        }
        let watch = Stopwatch()
        let run = self.executor.start(plan, within: Bench.deadline)
        async let reading = EventTally.read(run.events)
        let report = await run.report()
        sample.run = watch.wall
        sample.events = try await reading
        (sample.read, sample.runProcessor) = (watch.wall, watch.processor)
        return report
    }
}
