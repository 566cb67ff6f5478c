public import TuttiCore
public import TuttiModels

/// Talks with one person: replies by itself to small talk, asks the team once there is something to look into, opens the
/// day, and writes a report about the conversation when it is asked to.
///
/// The stages of a conversation: (1) conversation, (2) coordination, as soon as the model judges that a message is about
/// the person's life or work, or the heuristic does when there is no model or it fails, (3) a written report made of
/// everything that was found. It knows what the last sessions came to, and sums up what grows too long for a model. One
/// message at a time: wait for a reply before the next message.
public actor Coach {
    /// Asks the team.
    public nonisolated let orchestrator: Orchestrator
    /// The limits.
    public nonisolated let configuration: Configuration
    /// What was said in this session.
    public internal(set) var conversation: Conversation
    /// What the coach itself has used in this session: the tokens of its own calls, without those of the team.
    public internal(set) var usage = Usage()
    let model: (any LanguageModel)?
    let prompts: CoachPrompts
    let memory: Memory?
    /// What the agents said in this session.
    var found: ContributionLog
    /// The summary that is being written.
    var pendingSummary: PendingSummary?
    var summaryBackoff = SummaryBackoff()
    /// What earlier sessions came to, newest first, and how often the memory may still be asked for it.
    var earlier: [RecalledSession] = []
    var recallsLeft = 2
    /// Names the session in the memory; nil while nothing was said that is worth it.
    private(set) var sessionID: String?

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
        self.found = ContributionLog(maximum: configuration.maximumContributions)
    }

    /// What the agents said in this session, newest last.
    public var contributions: [Contribution] { self.found.all }

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
        let opening = try await self.open(within: duration)
        func left() -> Duration? { duration.map { max(start + $0 - self.orchestrator.time.now, .zero) } }
        var reply = try await self.judge(message, within: left(), onEvent)
        if reply.stage == .coordination {
            try await self.coordinate(message, &reply, within: left(), onEvent)
        }
        reply.usage += opening.usage
        reply.warnings = opening.warnings + reply.warnings
        self.close(message, reply, at: date)
        return reply
    }

    /// Takes over what was prepared beside the conversation, before a message is read.
    func open(within duration: Duration?) async throws -> (usage: Usage, warnings: [String]) {
        let wait = self.configuration.share(self.configuration.summaryWait, of: duration)
        let summary = await self.settleSummary(within: wait)
        return (summary.usage, summary.warnings + (try await self.recall(within: duration)))
    }

    /// Keeps a turn, and begins to sum up the oldest ones when there is no room for it any more.
    func close(_ message: String, _ reply: CoachReply, at date: Timestamp?) {
        self.conversation.add(
            Conversation.Turn(
                message: message, reply: reply.text, stage: reply.stage, date: date,
                isExtract: reply.coordination?.synthesis?.isExtract ?? false))
        self.usage += reply.usage
        if let date, self.sessionID == nil {
            self.sessionID = SessionNotes.sessionID(firstMessage: message, at: date)
        }
        self.beginSummary()
    }

    // MARK: Stage 1

    /// A reply without the team, or one of the stage `coordination` that has no text yet.
    private func judge(
        _ message: String, within duration: Duration?, _ onEvent: @Sendable (CoachEvent) -> Void
    ) async throws -> CoachReply {
        // Where there is no doubt a judgement would only stand in the row.
        if self.orchestrator.selection(for: Question(message))?.isSerious == true {
            return CoachReply(.coordination, "")
        }
        let budget = self.configuration.judgementBudget(of: duration)
        guard let model, budget > .zero else { return self.judgeByRules(message, onEvent) }
        let call = StreamedCall(model: model, executor: self.orchestrator.executor, agent: "coach")
        let request = BoundedRequest(
            self.prompts.conversation, maximumTokens: self.configuration.limits.maximumContextTokens
        ).make(
            [
                .init("conversation") { self.conversation.background(within: $0) },
                .init("message", share: 0.5) { message.prefix(jsonBytes: $0) },
            ], answerTokens: self.configuration.maximumReplyTokens)
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
        let smallTalk = CoordinationHeuristic.smallTalk(message)
        let isFirst = self.conversation.turns.isEmpty
        let greeting = smallTalk == .greeting && isFirst ? self.lastPlan?.greeting : nil
        let text = greeting ?? CoachReplies.reply(to: smallTalk)
        onEvent(.replyDelta(text))
        return CoachReply(.conversation, text)
    }

    // MARK: Stage 2

    func coordinate(
        _ message: String, by orchestrator: Orchestrator? = nil, _ reply: inout CoachReply, within duration: Duration?,
        _ onEvent: @Sendable (CoachEvent) -> Void
    ) async throws {
        try Task.checkCancellation()
        let question = Question(message, background: self.conversation.background)
        let coordination = try (orchestrator ?? self.orchestrator).begin(question, within: duration, needsAgents: true)
        onEvent(.asking(run: coordination.id, plan: coordination.plan))
        for await event in coordination.events { onEvent(.run(event)) }
        let report = await coordination.report()
        reply.coordination = report
        reply.text = report.answer ?? Self.apology(for: report)
        reply.isWhole = report.status == .complete
        reply.warnings += report.warnings
        self.found.add(report.contributions)
    }

    /// What is said when nobody had an answer.
    private static func apology(for report: CoordinationReport) -> String {
        let missing = report.missing.map { "\($0.name) (\($0.reason))" }.joined(separator: ", ")
        return "I could not find an answer this time. Missing: \(missing). Ask again, or give me more time."
    }
}
