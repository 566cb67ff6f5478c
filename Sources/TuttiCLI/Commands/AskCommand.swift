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

    @Argument(help: "The question.")
    var text: [String]

    func run() async throws {
        let question = self.text.joined(separator: " ")
        guard question.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(.usage, "the question is empty")
        }
        let assembly = try Assembly(self.options.run.common)
        let options = self.options
        let interruption = Interruption.endingProcess()
        let report = try await interruption.cancelling {
            try await assembly.withAssistant(options, endsServers: { !interruption.wasInterrupted }) { assistant in
                let presenter = RunPresenter(
                    console: assembly.console, mode: options.run.mode, time: assembly.time)
                let report = try await presenter.present(
                    Question(question), by: assistant.orchestrator, within: assistant.deadline)
                await assembly.keepExperience(report, of: Assembly.assistantWorkflow)
                return report
            }
        }
        if interruption.wasInterrupted { throw CommandFailure(.interrupted, "interrupted") }
        try report.status.throwUnlessComplete(hasOutput: report.answer != nil)
    }
}
