internal import TuttiCore
internal import TuttiModels

extension Coach {
    /// Writes a report about the conversation, "deep thoughts", in Markdown, from everything that the agents found in the
    /// session, also for messages that the conversation only has a summary of.
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
            turns: self.conversation.turns, notes: SessionNotes(self.conversation.facts),
            utcOffset: self.configuration.utcOffset)
        let question = Question(composer.subject, background: self.conversation.background)
        let request = SynthesisRequest(question: question, contributions: self.contributions)
        var condensed = request
        condensed.contributions = self.found.condensed(to: ContributionLog.readableContributions)
        var graph = AgentGraph("report")
        var options = AgentOptions()
        options.isFinal = true
        let synthesizer = self.reportSynthesizer(composer)
        let node = graph.add("report", options: options) { [condensed] context in
            guard let synthesizer else { return composer.synthesis(of: request, in: context) }
            return try await synthesizer.synthesize(condensed, in: context)
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
        self.usage += report.usage
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
}
