internal import ArgumentParser

@main
struct TuttiSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tutti-sim",
        abstract: "Proves the executor, and compares policies, in virtual time.",
        subcommands: [WorldsCommand.self, TimeoutsCommand.self, HedgingCommand.self, QuestionsCommand.self],
        defaultSubcommand: WorldsCommand.self)
}
