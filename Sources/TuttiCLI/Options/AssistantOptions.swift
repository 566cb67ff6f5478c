internal import ArgumentParser

/// The options of commands that answer questions.
struct AssistantOptions: ParsableArguments {
    @OptionGroup var run: RunOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The model: openai:NAME, anthropic:NAME, local:NAME, or extractive for none.", valueName: "model"))
    var model: String?
}
