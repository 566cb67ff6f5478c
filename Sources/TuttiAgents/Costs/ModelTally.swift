internal import TuttiCore
internal import TuttiModels

/// Counts the tokens of a call on the agent that pays, unless a model below counts them, with their price.
final class ModelTally: Sendable {
    private let question: ModelQuestion
    private let meter: Lock<TokenMeter>

    init(_ request: ModelRequest, _ question: ModelQuestion) {
        self.question = question
        self.meter = Lock(TokenMeter(request))
    }

    /// The next event of the call; what was used counts at once when the task is cancelled, for the model may hang.
    func next(of iterator: inout ModelStream.AsyncIterator) async throws -> ModelStreamEvent? {
        let event = try await withTaskCancellationHandler {
            self.meter.withLock { $0.began() }
            return try await iterator.next()
        } onCancel: {
            guard !self.question.isWaiting else { return }
            self.tell(self.meter.withLock { $0.cancelled() })
        }
        if let event { self.tell(self.meter.withLock { $0.took(event) }) }
        return event
    }

    /// The call is over; returns what it has used.
    func ended(_ ending: TokenMeter.Ending) -> TokenUsage {
        let (change, usage) = self.meter.withLock { meter in
            let change = meter.ended(ending)
            return (change, meter.settled)
        }
        self.tell(change)
        return usage
    }

    private func tell(_ change: TokenMeter.Change?) {
        guard let change, !self.question.isMetered else { return }
        let usage = Usage(
            inputTokens: change.after.inputTokens - change.before.inputTokens,
            outputTokens: change.after.outputTokens - change.before.outputTokens)
        if usage != Usage() { self.question.payer.record(usage) }
    }
}
