internal import TuttiCore
public import TuttiModels

/// Talks with one person: replies by itself to small talk, asks the team once there is something to look into, and
/// writes a report about the conversation when it is asked to.
///
/// The three stages of a conversation: (1) conversation, (2) coordination, as soon as the model judges that a message
/// is about the person's life or work, or the heuristic does when there is no model or it fails, (3) a written report
/// made of everything that was found. One message at a time: wait for a reply before the next message.
public actor Coach {
    /// Asks the team.
    public nonisolated let orchestrator: Orchestrator
    /// The limits.
    public nonisolated let configuration: Configuration
    /// What was said in this session.
    public private(set) var conversation: Conversation
    /// What the agents said in this session, newest last.
    public private(set) var contributions: [Contribution] = []
    private let model: (any LanguageModel)?
    private let prompts: CoachPrompts
    let memory: Memory?

    /// Creates a coach.
    ///
    /// - Parameters:
    ///   - orchestrator: Asks the team; its executor and clock are used for the coach's own calls too.
    ///   - model: Judges messages and replies to small talk; nil leaves both to rules.
    ///   - memory: Where ``remember()`` writes the session.
    ///   - prompts: What the model is told.
    ///   - configuration: The limits.
    public init(
        orchestrator: Orchestrator, model: (any LanguageModel)? = nil, memory: Memory? = nil,
        prompts: CoachPrompts = .init(), configuration: Configuration = .init()
    ) {
        self.orchestrator = orchestrator
        self.model = model
        self.memory = memory
        self.prompts = prompts
        self.configuration = configuration
        self.conversation = Conversation(configuration.limits)
    }

    /// Answers a message.
    ///
    /// - Parameters:
    ///   - message: What the person wrote.
    ///   - duration: The time from now to the deadline; nil sets none.
    ///   - onEvent: Told what happens, in order, on the calling task; must not block.
    /// - Throws: `CancellationError` when the task is cancelled before the team has begun; what ``Orchestrator`` throws
    ///   when it cannot begin. Cancelled later, it returns what was there.
    public func reply(
        to message: String, within duration: Duration? = nil,
        onEvent: @Sendable (CoachEvent) -> Void = { _ in }
    ) async throws -> CoachReply {
        let start = self.orchestrator.time.now
        let date = self.memory?.now()
        onEvent(.thinking)
        var reply = try await self.judge(message, within: duration, onEvent)
        if reply.stage == .coordination {
            let left = duration.map { max(start + $0 - self.orchestrator.time.now, .zero) }
            try await self.coordinate(message, &reply, within: left, onEvent)
        }
        self.conversation.add(
            Conversation.Turn(
                message: message, reply: reply.text, stage: reply.stage, date: date,
                isExtract: reply.coordination?.synthesis?.isExtract ?? false))
        return reply
    }

    // MARK: Stage 1

    /// A reply without the team, or one of the stage `coordination` that has no text yet.
    private func judge(
        _ message: String, within duration: Duration?, _ onEvent: @Sendable (CoachEvent) -> Void
    ) async throws -> CoachReply {
        let budget = self.configuration.judgementBudget(of: duration)
        guard let model, budget > .zero else { return self.judgeByRules(message, onEvent) }
        let call = StreamedCall(model: model, executor: self.orchestrator.executor, agent: "coach")
        let material = self.prompts.material(message, background: self.conversation.background)
        let request = ModelRequest(
            [.system(self.prompts.conversation), .user(material)],
            maximumTokens: self.configuration.maximumReplyTokens)
        var filter = MarkFilter()
        var shown = ""
        var usage = Usage()
        func show(_ text: String) {
            shown += text
            if !text.isEmpty { onEvent(.replyDelta(text)) }
        }
        let outcome = try await call.run(request, within: budget, onUsage: { usage += $0 }) { piece in
            show(filter.take(piece))
            return !filter.isMark
        }
        if outcome.failure == nil { show(filter.finish()) }
        var reply: CoachReply
        if filter.isMark || shown.contains(CoachPrompts.coordinationMark) {
            reply = CoachReply(.coordination, "")
        } else if shown.contains(where: { !$0.isWhitespace }) {
            reply = CoachReply(.conversation, shown)
            reply.isWhole = outcome.failure == nil
            if let failure = outcome.failure {
                reply.warnings = ["the reply of \(model.name) is cut short: \(failure)"]
            }
        } else {
            reply = self.judgeByRules(message, onEvent)
            reply.warnings = [
                "\(model.name) did not judge the message (\(outcome.failure ?? "it was empty")): rules did"
            ]
        }
        reply.usage = usage
        reply.warnings += outcome.warnings
        return reply
    }

    private func judgeByRules(_ message: String, _ onEvent: @Sendable (CoachEvent) -> Void) -> CoachReply {
        guard !CoordinationHeuristic.needsCoordination(message) else { return CoachReply(.coordination, "") }
        let text = CoachReplies.reply(to: CoordinationHeuristic.smallTalk(message))
        onEvent(.replyDelta(text))
        return CoachReply(.conversation, text)
    }

    // MARK: Stage 2

    private func coordinate(
        _ message: String, _ reply: inout CoachReply, within duration: Duration?,
        _ onEvent: @Sendable (CoachEvent) -> Void
    ) async throws {
        onEvent(.choosing)
        let question = Question(message, background: self.conversation.background)
        let coordination = try await self.orchestrator.begin(question, within: duration)
        onEvent(.chosen(run: coordination.id, strategy: coordination.strategy, plan: coordination.plan))
        for await event in coordination.events { onEvent(.run(event)) }
        let report = await coordination.report()
        reply.coordination = report
        reply.text = report.answer ?? Self.apology(for: report)
        reply.isWhole = report.status == .complete
        reply.warnings += report.warnings
        self.contributions += report.contributions.filter { $0.output.value != nil }
        self.contributions = Array(self.contributions.suffix(max(0, self.configuration.maximumContributions)))
    }

    /// What is said when nobody had an answer.
    private static func apology(for report: CoordinationReport) -> String {
        let missing = report.missing.map { "\($0.name) (\($0.reason))" }.joined(separator: ", ")
        return "I could not find an answer this time. Missing: \(missing). Ask again, or give me more time."
    }

    // MARK: Stage 3

    /// Writes a report about the conversation, "deep thoughts", in Markdown, from everything that the agents found.
    ///
    /// Saving it is left to the caller. It does not count as a turn.
    ///
    /// - Parameters:
    ///   - duration: The time from now to the deadline; nil leaves it to the model, within two minutes.
    ///   - onEvent: Told the events of the run; the text comes as `answerDelta`s.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func report(
        within duration: Duration? = nil, onEvent: @Sendable (CoachEvent) -> Void = { _ in }
    ) async throws -> CoachReply {
        let composer = ConversationReport(
            turns: self.conversation.turns, utcOffset: self.configuration.utcOffset)
        let request = SynthesisRequest(
            question: Question(composer.subject, background: self.conversation.background),
            contributions: self.contributions)
        var graph = AgentGraph("report")
        var options = AgentOptions()
        options.isFinal = true
        let synthesizer = self.reportSynthesizer(composer)
        let node = graph.add("report", options: options) { context in
            guard let synthesizer else { return composer.synthesis(of: request, in: context) }
            return try await synthesizer.synthesize(request, in: context)
        }
        let run = self.orchestrator.executor.start(try graph.plan(), AgentRequest(composer.subject), within: duration)
        for await event in run.events { onEvent(.run(event)) }
        let report = await run.report()
        try Task.checkCancellation()
        // A deadline that has passed already leaves the quotations, which take no time.
        let synthesis = report[node].value
        var reply = CoachReply(.report, synthesis?.output.text ?? composer.compose(request).text)
        reply.isWhole = synthesis?.isWhole ?? false
        reply.usage = report.usage
        reply.warnings = report.warnings
        return reply
    }

    private func reportSynthesizer(_ composer: ConversationReport) -> ModelSynthesizer? {
        guard let model, !self.conversation.turns.isEmpty else { return nil }
        var configuration = ModelSynthesizer.Configuration()
        configuration.instructions = self.prompts.report
        configuration.maximumTokens = self.configuration.maximumReportTokens
        return ModelSynthesizer(
            model, executor: self.orchestrator.executor, configuration: configuration,
            compose: { composer.compose($0) })
    }

    // MARK: Memory

    /// Writes what was said since the last call to the memory, an entry for each message with its answer.
    ///
    /// Small talk is left out. Call it before ``Conversation/Limits/maximumTurns`` have passed: what the conversation
    /// has forgotten is not remembered.
    ///
    /// - Returns: The number of entries; 0 without a memory.
    /// - Throws: What the store throws; the same turns are then written by the next call.
    @discardableResult
    public func remember() async throws -> Int {
        guard let memory else { return 0 }
        let turns = self.conversation.turns.filter { !$0.isRemembered }
        let entries = turns.compactMap { $0.memoryEntry(utcOffset: self.configuration.utcOffset) }
        if !entries.isEmpty { try await memory.store.add(entries) }
        self.conversation.markRemembered(turns.map(\.number))
        return entries.count
    }
}
