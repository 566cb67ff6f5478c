internal import TuttiCore
internal import TuttiModels

extension Coach {
    /// Opens the day by itself: asks the team in parallel what was planned, what is due and what matters, and gives a short
    /// brief with one question.
    ///
    /// A model writes it to the question ``CoachPrompts/morning``; without one it quotes. It counts as a turn, and is not
    /// remembered.
    ///
    /// - Parameters:
    ///   - duration: The time from now to the deadline; nil sets none.
    ///   - onEvent: Told what happens, in order, on the calling task; must not block.
    /// - Throws: As ``reply(to:within:onEvent:)`` does.
    public func morning(
        within duration: Duration? = nil, onEvent: @Sendable (CoachEvent) -> Void = { _ in }
    ) async throws -> CoachReply {
        let start = self.orchestrator.time.now
        let date = self.memory?.now()
        onEvent(.thinking)
        let opening = try await self.open(within: duration)
        let left = duration.map { max(start + $0 - self.orchestrator.time.now, .zero) }
        var reply = CoachReply(.morning, "")
        try await self.coordinate(
            self.prompts.morning, by: self.morningOrchestrator(at: date), &reply, within: left, onEvent)
        reply.usage += opening.usage
        reply.warnings = opening.warnings + reply.warnings
        self.close(Self.morningMessage, reply, at: date)
        return reply
    }

    /// What stands for the message in the conversation: small talk, so that nothing is remembered of it.
    private static let morningMessage = "Good morning"

    private func morningOrchestrator(at date: Timestamp?) -> Orchestrator {
        let brief = MorningBrief(
            lastSession: self.lastPlan,
            today: date.map { CalendarDay(containing: $0, utcOffset: self.configuration.utcOffset) })
        let team = self.orchestrator
        return Orchestrator(
            directory: team.directory, strategist: MorningStrategist(), synthesizer: self.morningSynthesizer(brief),
            executor: team.executor, time: team.time, history: team.history, durations: team.durations,
            configuration: team.configuration)
    }

    private func morningSynthesizer(_ brief: MorningBrief) -> any Synthesizer {
        guard let model else { return brief }
        var configuration = ModelSynthesizer.Configuration()
        configuration.instructions = self.prompts.answer
        return ModelSynthesizer(
            model, executor: self.orchestrator.executor, configuration: configuration, compose: { brief.compose($0) })
    }
}
