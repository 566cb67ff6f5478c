internal import ArgumentParser

/// `tutti memory`: what is remembered.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Add to what is remembered, and search it.",
        subcommands: [MemoryAddCommand.self, MemoryImportCommand.self, MemorySearchCommand.self])
}
