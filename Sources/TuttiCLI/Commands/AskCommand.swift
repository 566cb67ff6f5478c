internal import ArgumentParser
internal import TuttiAgents
internal import TuttiCore

/// `tutti ask TEXT`
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Ask a question: memory, tasks and notes are asked in parallel, and one answer is made.",
        discussion: """
            Needs no key and no configuration: while nothing is configured a sample life is asked, and without a \
            language model the answer is composed of quotations.
            """)

    @OptionGroup var options: AssistantOptions

    @Flag(name: .long, help: "Print a JSON line for each chunk of the answer that a voice can speak.")
    var speakChunks = false

    @Argument(help: "The question.")
    var text: [String]

    func validate() throws {
        if self.speakChunks, self.options.run.mode != .text {
            throw ValidationError("Choose one of --speak-chunks, --json, --events and --quiet.")
        }
    }

    private var mode: OutputMode { self.speakChunks ? .speech : self.options.run.mode }

    func run() async throws {
        let question = self.text.joined(separator: " ")
        guard question.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(.usage, "the question is empty")
        }
        let assembly = try Assembly(self.options.run.common)
        let (options, mode) = (self.options, self.mode)
        let interruption = Interruption.endingProcess()
        let report = try await interruption.cancelling {
            try await assembly.withAssistant(options, endsServers: { !interruption.wasInterrupted }) { assistant in
                let report = try await Self.present(Question(question), by: assistant, mode, assembly)
                await assembly.keepExperience(report, of: Assembly.assistantWorkflow)
                return report
            }
        }
        if interruption.wasInterrupted { throw CommandFailure(.interrupted, "interrupted") }
        try report.status.throwUnlessComplete(hasOutput: report.answer != nil)
    }

    private static func present(
        _ question: Question, by assistant: Assistant, _ mode: OutputMode, _ assembly: Assembly
    ) async throws -> CoordinationReport {
        guard mode == .speech else {
            return try await RunPresenter(console: assembly.console, mode: mode, time: assembly.time)
                .present(question, by: assistant.orchestrator, within: assistant.deadline)
        }
        return try await SpeechPresenter(output: assembly.console.output, time: assembly.time)
            .present(question, by: assistant.orchestrator, within: assistant.deadline)
    }
}
