internal import ArgumentParser
internal import TuttiAgents
internal import TuttiCore

/// `tutti chat`
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk with the coach; /help lists what it understands.",
        discussion: "What was said is remembered at the end of the session.")

    @OptionGroup var options: AssistantOptions

    @Flag(name: .long, help: "Begin with a brief for the morning: what is due, what was planned, one question.")
    var morning = false

    func run() async throws {
        guard self.options.run.mode == .text || self.options.run.mode == .quiet else {
            throw CommandFailure(.usage, "chat is for people: use ask with --json or --events")
        }
        let assembly = try Assembly(self.options.run.common)
        let options = self.options
        let morning = self.morning
        let interruption = Interruption.endingProcess()
        try await interruption.cancelling {
            try await assembly.withAssistant(options, endsServers: { !interruption.wasInterrupted }) { assistant in
                let session = ChatSession(assistant, assembly, options.run.mode)
                try await session.run(beginningWithMorning: morning)
            }
        }
        if interruption.wasInterrupted { throw CommandFailure(.interrupted, "") }
    }
}
