internal import TuttiCore
internal import TuttiModels

extension Coach {
    /// Begins to fold the oldest turns into the summary when they have grown too large; it goes on beside what follows.
    func beginSummary() {
        let turns = self.conversation.turnsToFold
        guard let model, self.pendingSummary == nil, let last = turns.last,
            self.configuration.summaryLimit > .zero,
            self.summaryBackoff.mayBegin(afterTurn: self.conversation.lastNumber)
        else { return }
        let request = self.summaryRequest(of: turns)
        do {
            self.pendingSummary = try PendingSummary(
                request, to: model, through: last.number, on: self.orchestrator.executor,
                within: self.configuration.summaryLimit)
        } catch {
            // A graph of one agent has no problem; without a summary the facts stand in.
            self.summaryBackoff.failed(afterTurn: self.conversation.lastNumber)
        }
    }

    /// Takes over the summary that is being made, or gives it up when it is not there after `wait`.
    ///
    /// Until one is there, the facts of the old turns stand in for it.
    ///
    /// - Returns: What it has used, and what a person should know.
    func settleSummary(within wait: Duration) async -> (usage: Usage, warnings: [String]) {
        guard let pending = self.pendingSummary else { return (Usage(), []) }
        self.pendingSummary = nil
        let outcome = await pending.outcome(within: wait, of: self.orchestrator.time)
        if let text = outcome.text {
            self.conversation.fold(through: pending.lastTurn, into: text)
            self.summaryBackoff.succeeded()
            return (outcome.usage, [])
        }
        self.summaryBackoff.failed(afterTurn: self.conversation.lastNumber)
        let warning = outcome.failure.map { "the conversation could not be summed up (\($0)): its facts stand in" }
        return (outcome.usage, warning.map { [$0] } ?? [])
    }

    private func summaryRequest(of turns: [Conversation.Turn]) -> ModelRequest {
        let conversation = self.conversation
        let lines = turns.map(\.line).joined(separator: "\n")
        var request = BoundedRequest(
            self.prompts.summary, maximumTokens: self.configuration.limits.maximumContextTokens
        ).make(
            [
                .init("summary") { conversation.summary.prefix(jsonBytes: $0) },
                .init("facts", share: 0.5) { conversation.facts.text(before: turns[0].number, within: $0) },
                .init("turns", share: 0.75) { lines.prefix(jsonBytes: $0) },
            ], answerTokens: self.configuration.maximumSummaryTokens)
        request.temperature = 0
        return request
    }
}
