import ArgumentParser

/// `tutti-bench WORKLOAD...`: one JSON line on stdout for each workload and variant.
@main
struct TuttiBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tutti-bench",
        abstract: "Measures Tutti on the workloads that its peers are measured on.",
        discussion: """
            Workloads: w1 (all five) or w1a w1b w1b4 w1c w1d, w2, w3:GRAPH, w4:COUNT, w5[:RUNS], w6, w7:soak[:RUNS], \
            w8:BLOCKERS, w8spin:SPINNERS, w9[:COUNT or DIRECTORY]. GRAPH is a file of Benchmarks/Graphs without its \
            ending, layered_LxW for a generated one, or nothing together with --graph.

            Prints one JSON line for each workload and variant. Every result is checked; a wrong one ends with exit \
            code 1. What the fields mean: Benchmarks/README.md.
            """)

    @Argument(help: "What to measure.")
    var workloads: [String]

    @Option(help: ArgumentHelp("Measure w3 on this graph.", valueName: "file"))
    var graph: String?

    @Option(help: "The threads of the agent pool; by default as many as Tutti takes.")
    var threads: Int?

    @Flag(help: "Measure w3, w4 and w5 a second time with cooperative agents.")
    var cooperative = false

    @Flag(help: "Measure w3, w4 and w5 with cooperative agents alone: the same instructions each time.")
    var onlyCooperative = false

    @Flag(help: "Measure w3 a second time with a listener that reads every event.")
    var listener = false

    @Flag(help: "Declare the graph of w3 once for all repeats, so that what is left is the run.")
    var reuse = false

    @Option(help: "How often a workload is repeated; by default what the peers do.")
    var repeats: Int?

    @Option(help: "The seed of what is drawn at random.")
    var seed: UInt64 = 42

    func validate() throws {
        if let threads, !(1...256).contains(threads) { throw ValidationError("--threads takes 1 to 256") }
        if let repeats, !(1...1_000_000).contains(repeats) { throw ValidationError("--repeats takes 1 to 1000000") }
        for name in self.workloads { _ = try self.named(name) }
    }

    func run() throws {
        let bench = Bench(
            threads: self.threads, repeats: self.repeats, seed: self.seed,
            variants: self.variants,
            reusesPlan: self.reuse)
        let workloads = try self.workloads.flatMap(self.named)
        try waitOnThisThread { try await Self.measure(workloads, bench) }
    }

    private var variants: [Variant] {
        if self.onlyCooperative { return [.cooperative] }
        return [.plain] + (self.cooperative ? [.cooperative] : []) + (self.listener ? [.listener] : [])
    }

    private static func measure(_ workloads: [any Workload], _ bench: Bench) async throws {
        for workload in workloads {
            for variant in bench.variants where variant == .plain || workload.variants.contains(variant) {
                standardOutput(try await workload.measure(bench, variant).line)
            }
        }
    }

    private func named(_ argument: String) throws -> [any Workload] {
        do {
            return try WorkloadCatalog.workloads(named: argument, graphFile: self.graph)
        } catch let error as BenchError {
            throw ValidationError(error.message)
        }
    }
}
