internal import ArgumentParser
internal import TuttiSimulation

/// `tutti-sim questions`
struct QuestionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions",
        abstract: "Answers many questions with heavy-tailed latencies in different ways, under a deadline of 3 s.",
        discussion: """
            The exit code is 1 when fewer than 99.9 % of the runs with a deadline are over by it, or when an agent with \
            effects begins before it is chosen.
            """)

    @Option(help: "How many questions.")
    var questions = 1_000

    @Option(help: "What chance begins with.")
    var seed: UInt64 = 1

    @Flag(help: "Prints JSON instead of a table.")
    var json = false

    func validate() throws {
        guard self.questions >= 1 else { throw ValidationError("--questions is 1 or more.") }
    }

    func run() throws {
        var experiment = QuestionExperiment()
        experiment.questions = self.questions
        experiment.seed = self.seed
        let series = try experiment.run()
        Output.line(self.json ? experiment.json(of: series) : experiment.table(of: series))
        let ours = series.filter { ![.sequential, .phased].contains($0.way) }
        let isOnTime = ours.allSatisfy { $0.onTime * 1_000 >= self.questions * 999 }
        if !isOnTime || ours.contains(where: { $0.effects > 0 }) { throw ExitCode.failure }
    }
}
