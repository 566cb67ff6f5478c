internal import TuttiCore
internal import TuttiModels

/// Counts the tokens of a call on the agent that pays, unless a model below counts them, with their price.
final class ModelTally: Sendable {
    private let question: ModelQuestion
    private let meter: Lock<TokenMeter>
    /// What was counted on the agent.
    private let counted = Lock(Usage())

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
        guard !self.question.isMetered else { return self.takeBack() }
        guard let change else { return }
        let usage = Usage(
            inputTokens: change.after.inputTokens - change.before.inputTokens,
            outputTokens: change.after.outputTokens - change.before.outputTokens)
        guard usage != Usage() else { return }
        self.counted.withLock { $0 += usage }
        self.question.payer.record(usage)
    }

    /// A call that was cancelled on its way to the model that counts was counted here already.
    private func takeBack() {
        let usage = self.counted.withLock { counted in
            defer { counted = Usage() }
            return counted
        }
        guard usage != Usage() else { return }
        self.question.payer.record(Usage(inputTokens: -usage.inputTokens, outputTokens: -usage.outputTokens))
    }
}
