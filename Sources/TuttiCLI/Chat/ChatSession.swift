#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import TuttiAgents
internal import TuttiCore

/// One chat at a terminal, from the greeting to what is remembered of it.
struct ChatSession: Sendable {
    private let assistant: Assistant
    private let assembly: Assembly
    private let mode: OutputMode
    private let coach: Coach
    private let lines = LineReader()

    init(_ assistant: Assistant, _ assembly: Assembly, _ mode: OutputMode) {
        self.assistant = assistant
        self.assembly = assembly
        self.mode = mode
        let host = assembly.host
        var configuration = Coach.Configuration()
        configuration.utcOffset = host.utcOffset
        self.coach = Coach(
            orchestrator: assistant.orchestrator, model: assistant.model,
            memory: .init(assistant.memory, now: { host.now }), prompts: assistant.prompts,
            configuration: configuration)
    }

    func run(beginningWithMorning beginsWithMorning: Bool = false) async throws {
        let console = self.assembly.console
        if self.mode == .text { console.error.writeLine("Tell me what is on your mind. /help lists commands.") }
        var last: CoordinationReport?
        if beginsWithMorning {
            last = try await self.answer { try await self.coach.morning(within: $0, onEvent: $1) }
        }
        while let line = await self.nextLine() {
            switch ChatCommandLine(line) {
            case .empty: continue
            case .quit:
                try await self.remember()
                return
            case .help: console.output.writeLine(ChatCommandLine.helpText)
            case .plan: console.output.writeLine(last?.plan.description ?? "Nobody has been asked yet.")
            case .why: console.output.writeLine(last.map(Self.explanation) ?? "Nobody has been asked yet.")
            case .report: try await self.report()
            case .unknown(let command): console.output.writeLine("\(command) is not a command; /help lists them.")
            case .message(let message):
                last =
                    try await self.answer { try await self.coach.reply(to: message, within: $0, onEvent: $1) } ?? last
            case .morning:
                last = try await self.answer { try await self.coach.morning(within: $0, onEvent: $1) } ?? last
            }
        }
        if !Task.isCancelled { try await self.remember() }
    }

    private func nextLine() async -> String? {
        if self.assembly.console.output.isTerminal {
            self.assembly.console.output.write(raw: "\n" + self.assembly.console.output.styled("› ", .cyan))
        }
        return await self.lines.next()
    }

    // MARK: Turns

    /// Shows an answer of the coach as it comes, by the deadline.
    private func answer(
        _ ask: @escaping @Sendable (Duration?, @escaping @Sendable (CoachEvent) -> Void) async throws -> CoachReply
    ) async throws -> CoordinationReport? {
        let presenter = RunPresenter(console: self.assembly.console, mode: self.mode, time: self.assembly.time)
        let reply = try await self.following(presenter) { onEvent in
            try await ask(self.assistant.deadline, onEvent)
        }
        if let report = reply.coordination {
            var conclusion = Conclusion(report)
            conclusion.warnings = reply.warnings
            conclusion.output = reply.text
            await presenter.conclude(conclusion)
            await self.assembly.keepExperience(report, of: Assembly.assistantWorkflow)
        } else {
            await presenter.concludeReply(reply.text)
            for warning in reply.warnings { self.assembly.console.warn(warning) }
        }
        return reply.coordination
    }

    private func report() async throws {
        let presenter = RunPresenter(console: self.assembly.console, mode: self.mode, time: self.assembly.time)
        let reply = try await self.following(presenter) { onEvent in
            try await self.coach.report(within: self.assistant.deadline.map { $0 * 4 }, onEvent: onEvent)
        }
        await presenter.concludeReply(reply.text)
        for warning in reply.warnings { self.assembly.console.warn(warning) }
        let path = try self.save(reply.text)
        self.assembly.console.error.writeLine("Saved as \(path)")
    }

    /// Runs `body` and shows its events as they come.
    private func following(
        _ presenter: RunPresenter,
        _ body: @escaping @Sendable (@escaping @Sendable (CoachEvent) -> Void) async throws -> CoachReply
    ) async throws -> CoachReply {
        let (events, continuation) = AsyncStream.makeStream(
            of: CoachEvent.self, bufferingPolicy: .bufferingNewest(4096))
        async let shown: Void = {
            for await event in events { await presenter.take(event) }
        }()
        let result: Result<CoachReply, any Error>
        do { result = .success(try await body { continuation.yield($0) }) } catch { result = .failure(error) }
        continuation.finish()
        await shown
        return try result.get()
    }

    // MARK: Keeping

    private func remember() async throws {
        let isWaitedFor = self.mode == .text && self.assistant.model != nil && self.assembly.console.error.isTerminal
        if isWaitedFor { self.assembly.console.error.writeLine("Remembering…") }
        let count = try await self.coach.remember()
        guard self.mode == .text, count > 0 else { return }
        self.assembly.console.error.writeLine("Remembered \(count) \(count == 1 ? "exchange" : "exchanges").")
    }

    private func save(_ text: String) throws(CommandFailure) -> String {
        let folder = self.assembly.folder.reportsPath
        let day = self.assembly.host.today.description
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.failed, "\(folder): cannot be created: \(error)")
        }
        let names = (1...1000).lazy.map { $0 == 1 ? "\(folder)/\(day).md" : "\(folder)/\(day)-\($0).md" }
        guard let path = names.first(where: { !FileManager.default.fileExists(atPath: $0) }),
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CommandFailure(.failed, "\(folder): the report cannot be written there") }
        return path
    }

    private static func explanation(of report: CoordinationReport) -> String {
        CoordinationExplanation(of: report.json).lines.joined(separator: "\n")
    }
}
