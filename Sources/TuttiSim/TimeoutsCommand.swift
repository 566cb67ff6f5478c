internal import ArgumentParser
internal import TuttiSimulation

/// `tutti-sim timeouts`
struct TimeoutsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeouts",
        abstract: "Compares timeouts that are learned with a sweep of fixed ones, over random graphs in virtual time.",
        discussion: """
            Prints useful answers by the deadline in percent of the runs, in brackets all answers. The exit code is 1 when a \
            fixed timeout is as good at any deadline.
            """)

    @Option(help: "How many graphs; their seeds count from --first.")
    var graphs = 1_000

    @Option(help: "The seed of the first graph.")
    var first: UInt64 = 0

    @Option(help: "How many runs of each graph are measured.")
    var runs = 2

    @Option(help: "How many runs of each graph come before, for the history.")
    var earlier = 40

    @Option(help: "How many threads run graphs.")
    var threads = 2

    @Flag(help: "Prints JSON instead of a table.")
    var json = false

    func validate() throws {
        guard min(self.graphs, self.runs, self.threads) >= 1, self.earlier >= 0 else {
            throw ValidationError("--graphs, --runs and --threads are 1 or more.")
        }
    }

    func run() async throws {
        var experiment = TimeoutExperiment()
        experiment.graphs = self.graphs
        experiment.firstSeed = self.first
        experiment.runs = self.runs
        experiment.earlierRuns = self.earlier
        experiment.threads = self.threads
        let results = try await experiment.run { done in
            if done % 100 == 0 { Output.progress("\(done) graphs of \(self.graphs)") }
        }
        Output.line(self.json ? TimeoutExperiment.json(results) : TimeoutExperiment.table(results))
        if results.contains(where: { $0.advantage <= 0 }) { throw ExitCode.failure }
    }
}
