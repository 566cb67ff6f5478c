internal import ArgumentParser

/// The root of the command line.
struct TuttiCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tutti",
        abstract: "Runs agents in parallel along their dependencies, and answers by the deadline.",
        discussion: """
            Try:  tutti ask "I'm feeling overwhelmed with my tasks"

            Exit codes: 0 complete · 1 failed · 2 bad usage, configuration or workflow · 3 partial answer · \
            4 nothing by the deadline · 130 interrupted
            """,
        version: Self.version,
        subcommands: [
            AskCommand.self, ChatCommand.self, WhyCommand.self, RunCommand.self, PlanCommand.self, SimulateCommand.self,
            ServeCommand.self, MemoryCommand.self, MCPCommand.self, CostsCommand.self, InitCommand.self,
            DoctorCommand.self,
        ])
}
