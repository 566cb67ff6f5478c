internal import ArgumentParser
internal import TuttiSimulation

/// `tutti-sim hedging`
struct HedgingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hedging",
        abstract: "Compares runs with hedging and without where one of twenty calls takes ten times as long.",
        discussion: """
            The exit code is 1 when hedging cuts the 99th percentile of the runs by less than 40 %, or makes more than 5 % \
            of the calls twice.
            """)

    @Option(help: "How many runs of each kind.")
    var runs = 5_000

    @Option(help: "How many agents a run asks at the same time.")
    var agents = 2

    @Option(help: "What chance begins with.")
    var seed: UInt64 = 1

    @Flag(help: "Takes real time, on real threads, at a hundredth of the durations.")
    var live = false

    @Flag(help: "Prints JSON instead of a table.")
    var json = false

    func validate() throws {
        guard min(self.runs, self.agents) >= 1 else { throw ValidationError("--runs and --agents are 1 or more.") }
    }

    func run() async throws {
        var experiment = HedgingExperiment()
        experiment.runs = self.runs
        experiment.agents = self.agents
        experiment.seed = self.seed
        let result = self.live ? try await experiment.runLive() : try experiment.run()
        Output.line(self.json ? result.json : result.table)
        if result.cut < 0.4 || result.hedged.extraShare > 0.05 { throw ExitCode.failure }
    }
}
