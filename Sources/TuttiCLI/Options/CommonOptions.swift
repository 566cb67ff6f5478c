internal import ArgumentParser
internal import TuttiCore

/// The options that every command understands.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Flag(name: .shortAndLong, help: "Print only the result.")
    var quiet = false
}

/// The options of commands that run agents.
struct RunOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: ArgumentHelp("Answer within this time, such as 3s or 700ms.", valueName: "time"))
    var deadline: DurationArgument?

    @Option(name: .long, help: ArgumentHelp("The most agents at work at the same moment.", valueName: "n"))
    var maxParallel: Int?

    @Flag(name: .long, help: "Print one JSON document: the report.")
    var json = false

    @Flag(name: .long, help: "Print the events as they come, one JSON object a line.")
    var events = false

    func validate() throws {
        if self.json && self.events { throw ValidationError("Choose one of --json and --events.") }
        if let maxParallel, maxParallel < 1 { throw ValidationError("--max-parallel must be at least 1.") }
    }

    var mode: OutputMode { self.json ? .json : self.events ? .events : self.common.quiet ? .quiet : .text }
}
